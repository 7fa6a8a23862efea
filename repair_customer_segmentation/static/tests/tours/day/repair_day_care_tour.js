import {
    begin,
    choose,
    end,
    fits,
    formButton,
    menu,
    onDesktop,
    onPhone,
    see,
    tap,
    type,
} from "./day_steps";
import {registry} from "@web/core/registry";

/** A choice of a selection, by its text in either language. On a phone it is a sheet. */
const select = (name, text) => [
    tap(`.o_field_widget[name=${name}] .o_select_menu_toggler`),
    tap(`.o_select_menu_item:contains(${text})`),
];
const back = [
    ...onDesktop(tap(".o_control_panel .breadcrumb-item.o_back_button a")),
    ...onPhone(tap("button.o_back_button")),
];

/** A new rule, its preview, and switched on. */
registry.category("web_tour.tours").add("repair_day_care_tour", {
    steps: () => [
        ...menu("repair_config_menu", "repair_care_rule_menu"),
        see(".o_list_view, .o_kanban_view"),
        fits(".o_action_manager"),
        begin("care rule"),
        tap(
            ".o_control_panel .o_list_button_add:visible, .o_control_panel .o-kanban-button-new:visible"
        ),
        type(
            ".o_field_widget[name=name] input, .o_field_widget[name=name] textarea",
            "Day Care"
        ),
        ...select("occasion", "/Days after a closed repair|维修结单后/"),
        type(".o_field_widget[name=days] input", "25"),
        ...choose("tier_ids", "Day Best"),
        fits(".o_form_view"),
        ...choose("template_id", "Day Greeting"),
        see(".o_field_widget[name=sentence]:contains(25):contains(Day Greeting)"),

        // Not before somebody has looked: the message leads to the preview.
        ...formButton("action_switch_on"),
        fits(".modal"),
        tap(".modal footer button.btn-primary:visible"),
        see(
            ".o_list_view .o_data_row:contains(Day Caller), .o_kanban_record:contains(Day Caller)"
        ),
        see(
            ".o_list_view .o_data_row:contains(Day Mute), .o_kanban_record:contains(Day Mute)"
        ),
        see(
            ".o_data_row:contains(Day Mute):contains(/No address|没有联系地址/), .o_kanban_record:contains(Day Mute):contains(/No address|没有联系地址/)"
        ),
        fits(".o_action_manager"),
        ...back,
        ...formButton("action_switch_on"),
        see(
            ".o_form_statusbar button[name=action_switch_off], .o_form_view .o_widget_web_ribbon .text-bg-success"
        ),
        fits(".o_form_view"),
        end("care rule"),
    ],
});
