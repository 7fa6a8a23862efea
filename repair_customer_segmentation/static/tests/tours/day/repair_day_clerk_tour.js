import {
    MODULE,
    begin,
    choose,
    end,
    fits,
    formButton,
    menu,
    onDesktop,
    onPhone,
    record,
    see,
    tap,
    type,
} from "./day_steps";
import {registry} from "@web/core/registry";

const SUBJECT = "Day: kettle does not heat";
const QUERY = ".modal .o_field_widget[name=query] input";
const NAME = ".modal .o_field_widget[name=name] input";
const AMOUNT = ".modal .o_field_widget[name=amount] input";
const SOLUTION = ".modal .o_field_widget[name=solution] textarea";

/** A case of a known customer, from the telephone to its end; `closing` fills in the last dialog. */
function wholeCase(closing) {
    return [
        see(`.o_repair_intake_systray button`, {content: "The telephone rings"}),
        begin("whole case"),
        begin("intake"),
        tap(".o_repair_intake_systray button"),
        fits(".modal"),
        type(QUERY, "415 555 0198", "Enter"),
        see(".modal .o_field_widget[name=partner_id] input:value(Day Caller)"),
        see(".modal .badge", {content: "Who the customer is"}),
        type(NAME, SUBJECT),
        ...choose("device_id", "Day Kettle", ".modal"),
        fits(".modal"),
        ...onDesktop({
            trigger: ".modal .o_field_widget[name=device_id] input:value(Day Kettle)",
            run: "press Control+Enter",
        }),
        ...onPhone(tap(".modal button[name=action_create]")),
        see(`.o_form_view .o_field_widget[name=name] textarea:value(${SUBJECT})`),
        end("intake"),
        fits(".o_form_view"),
        ...formButton("action_assign_to_me"),
        see(".o_form_view button[name=action_close_asking].btn-primary"),
        begin("closing"),
        ...formButton("action_close_asking"),
        ...closing,
        fits(".modal"),
        ...onDesktop(type(SOLUTION, "Descaled", "Control+Enter")),
        ...onPhone(type(SOLUTION, "Descaled"), tap(".modal button[name=action_close]")),
        see("body:not(:has(.modal)) .o_form_view button[name=action_reopen]"),
        end("closing"),
        end("whole case"),
    ];
}

registry.category("web_tour.tours").add("repair_day_clerk_tour", {
    steps: () => [
        ...wholeCase([
            see(".modal:not(:has(.o_field_widget[name=amount]))", {
                content: "Amounts are not for this clerk",
            }),
        ]),

        ...menu("repair_case_menu", "repair_case_menu_all"),
        see(record("Day: fan rattles"), {content: "A colleague's, of the same team"}),
        ...onPhone(tap(".o_control_panel button:has(.fa-search)")),
        type(".o_searchview_input", "DAY-SN-7"),
        {trigger: ".o_searchview_autocomplete", run: "press Enter"},
        see(".o_kanban_view:not(:contains('Day: fan rattles'))", {
            content: "The first suggestion finds the device by its number",
        }),
        tap(record("Day: kettle leaks")),
        tap(
            ".o_form_view div:has(> .o_field_widget[name=response_deadline]) > button",
            {
                content: "The customer calls: what was said stops the clock",
            }
        ),
        fits(".modal"),
        type(".modal .o_field_widget[name=note] textarea", "Ready on Friday"),
        {trigger: "body", run: "press Control+Enter"},
        see("body:not(:has(.modal)) .o-mail-Message:contains('Ready on Friday')"),

        ...menu("repair_customer_menu", "repair_customer_profile_menu"),
        tap(record("Day Near")),
        fits(".o_form_view"),
        type(".o_form_view .o_field_widget[name=phone] input", "+1 415 555 0177"),
        tap(".o_form_button_save"),
        see(".o_form_saved"),
    ],
});

registry.category("web_tour.tours").add("repair_day_cashier_tour", {
    steps: () =>
        wholeCase([
            ...onDesktop(type(AMOUNT, "86.50", "Tab")),
            ...onPhone(type(AMOUNT, "86.50", "Enter")),
        ]),
});

registry.category("web_tour.tours").add("repair_day_clerk_of_all_tour", {
    steps: () => [
        ...menu("repair_case_menu", "repair_case_menu_all"),
        tap(record("Day: other team"), {content: "A case of a team of others"}),
        ...formButton("action_assign_to_me"),
        see(".o_form_view button[name=action_close_asking].btn-primary"),
        see(
            `.o_main_navbar:not(:has([data-menu-xmlid='${MODULE}.repair_config_menu']))`
        ),
    ],
});
