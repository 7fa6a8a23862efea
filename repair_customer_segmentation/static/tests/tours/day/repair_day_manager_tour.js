import {
    choose,
    fits,
    formButton,
    hold,
    menu,
    onDesktop,
    onPhone,
    record,
    see,
    tap,
    type,
} from "./day_steps";
import {registry} from "@web/core/registry";

const line = (text) =>
    `.o_data_row:contains('${text}'), .o_kanban_record:not(.o_kanban_ghost):contains('${text}')`;
const inLine = (text, button) =>
    line(text)
        .split(", ")
        .map((one) => `${one} button[name=${button}]`)
        .join(", ");

registry.category("web_tour.tours").add("repair_day_manager_tour", {
    steps: () => [
        ...onPhone(tap(".o_control_panel button:has(.fa-search)")),
        tap(".o_searchview_dropdown_toggler", {content: "The queue of all"}),
        tap(".o_favorite_menu .o-dropdown-item:contains('Queue')"),
        ...onPhone(
            tap(
                ".o_mobile_search .o_mobile_search_footer button, .o_searchview_dropdown_toggler"
            )
        ),
        tap(record("Day: fan rattles")),
        ...formButton("action_assign"),
        fits(".modal"),
        tap(inLine("Day Clerk", "action_choose")),
        see(
            "body:not(:has(.modal)) .o_field_widget[name=user_id] input:value(Day Clerk)"
        ),

        ...menu("repair_customer_menu", "repair_customer_profile_menu"),
        tap(record("Day Near")),
        fits(".o_form_view"),
        tap("button[name=action_repair_explain]"),
        see(".modal .o_repair_why_value"),
        fits(".modal"),
        tap(".modal footer button:visible"),
        tap("body:not(:has(.modal)) button[name=action_repair_override]"),
        fits(".modal"),
        ...choose("tier_id", "Day Best", ".modal"),
        type(".modal .o_field_widget[name=reason] input", "Contract signed"),
        tap(".modal button[name=action_apply]"),
        see(".o_repair_badge_mark[data-dimension=value] .fa-hand-paper-o"),

        ...menu("repair_customer_menu", "repair_customer_outlook_menu"),
        tap(inLine("Day Near", "action_schedule_call")),
        fits(".modal"),
        tap(".modal button[name=action_schedule_activities]"),
        see(`body:not(:has(.modal)) .o_action_manager:has(${record("Day Near")})`),

        ...menu("repair_customer_menu", "repair_customer_profile_menu"),
        see(record("Day Far")),
        ...onDesktop(
            tap(".o_list_view thead .o_list_record_selector input"),
            see(".o_selection_box"),
            tap(".o_control_panel button[name]:not([name^=action_]):eq(1)")
        ),
        ...onPhone(
            hold(record("Day Far")),
            hold(record("Day Near")),
            tap(".o_cp_action_menus button:has(.fa-cog)"),
            tap(".o-dropdown--menu .o_menu_item:contains(/Plan Activities|安排活动/)")
        ),
        fits(".modal"),
        type(".modal .o_field_widget[name=summary] input", "Offer a check"),
        tap(".modal button[name=action_plan]"),
        see("body:not(:has(.modal)):not(:has(.o_selection_box)) .o_notification"),

        ...menu("repair_report_menu", "repair_tier_matrix_menu"),
        {trigger: ".o_repair_tier_matrix select", run: "select value"},
        tap(".o_repair_tier_matrix .btn-group button:last"),
        see(".o_repair_tier_matrix td[data-to] button"),
        fits(".o_repair_tier_matrix"),

        ...menu("repair_config_menu", "repair_segmentation_policy_menu"),
        tap(record("Day Policy")),
        fits(".o_form_view"),
        ...formButton("action_revise"),
        type(".o_field_widget[name=window_months] input", "24"),
        ...formButton("action_simulate"),
        see(".o_repair_simulation_load"),
        fits(".o_repair_simulation"),
        tap(".o_control_panel .btn-primary:visible"),
        tap(".modal footer .btn-primary"),
        see(".o_form_statusbar button[name=action_revise]"),
    ],
});
