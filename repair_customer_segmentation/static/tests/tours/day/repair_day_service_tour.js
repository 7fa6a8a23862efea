import {begin, end, fits, menu, onDesktop, onPhone, see, tap} from "./day_steps";
import {registry} from "@web/core/registry";

const step = (name, button) => `div[name=${name}] button[name=${button}]:visible`;
const done = (name) => see(`div[name=${name}] .fa-check-circle:visible`);
const back = [
    ...onDesktop(tap(".o_control_panel .breadcrumb-item.o_back_button a")),
    ...onPhone(tap("button.o_back_button")),
    see("div[name=rules]"),
];

/** All four steps of the guide, by a manager with Odoo's default rights. */
registry.category("web_tour.tours").add("repair_day_service_tour", {
    steps: () => [
        begin("service ready"),
        ...menu("repair_config_menu", "repair_service_guide_menu"),
        fits(".o_form_view"),
        tap(step("days", "action_bring_holidays")),
        fits(".modal"),
        tap(".modal-footer button[name=action_add]"),
        done("days"),
        tap(step("levels", "action_open_levels")),
        see(".o_list_view, .o_kanban_view"),
        ...back,
        done("levels"),

        // Not before somebody has looked.
        tap(step("plans", "action_switch_plans_on")),
        tap(".modal footer button.btn-primary:visible"),
        tap(`body:not(:has(.modal)) ${step("plans", "action_preview_plans")}`),
        see(".o_action_manager .o_view_controller:not(:has(div[name=rules]))"),
        ...back,
        tap(step("plans", "action_switch_plans_on")),
        done("plans"),

        tap(step("rules", "action_preview_rules")),
        see(".o_action_manager .o_view_controller:not(:has(div[name=rules]))"),
        ...back,
        tap(step("rules", "action_switch_rules_on")),
        done("rules"),
        see(".o_form_view .alert-success:visible"),
        fits(".o_form_view"),
        end("service ready"),
    ],
});
