import {
    begin,
    end,
    fits,
    formButton,
    menu,
    onDesktop,
    onPhone,
    record,
    see,
    tap,
    toStage,
    type,
} from "./day_steps";
import {registry} from "@web/core/registry";

const AMOUNT = ".modal .o_field_widget[name=amount] input";
const SOLUTION = ".modal .o_field_widget[name=solution] textarea";

registry.category("web_tour.tours").add("repair_day_technician_tour", {
    steps: () => [
        see(record("Day: pump hums"), {content: "What to do first stands first"}),
        ...menu("repair_case_menu", "repair_case_menu_all"),
        tap(record("Day: nobodys")),
        fits(".o_form_view"),
        see(
            ".o_form_view .o_field_widget[name=description]:contains('Smells of burning')",
            {content: "What the customer says"}
        ),
        begin("whole work"),
        ...formButton("action_assign_to_me"),
        see(".o_form_view button[name=action_close_asking].btn-primary"),
        tap(".o-mail-Chatter-sendMessage:not(:disabled)"),
        type(".o-mail-Composer-input", "A part is on its way"),
        tap(".o-mail-Composer-send:enabled"),
        see(".o-mail-Message:contains('A part is on its way')"),
        ...toStage("Parts Ordered"),
        ...toStage("On the Bench"),
        begin("closing"),
        ...formButton("action_close_asking"),
        fits(".modal"),
        ...onDesktop(
            type(AMOUNT, "120", "Tab"),
            type(SOLUTION, "Heating element replaced", "Control+Enter")
        ),
        ...onPhone(
            type(AMOUNT, "120", "Tab"),
            type(SOLUTION, "Heating element replaced"),
            tap(".modal button[name=action_close]")
        ),
        see("body:not(:has(.modal)) .o_form_view button[name=action_reopen]"),
        end("closing"),
        end("whole work"),
        ...menu("repair_case_menu", "repair_case_menu_my"),
        tap(record("Day: pump hums"), {content: "The next one"}),
        ...formButton("action_close_asking"),
        ...onDesktop({
            content: "One line is enough, and Enter",
            ...type(AMOUNT, "80", "Enter"),
        }),
        ...onPhone(type(AMOUNT, "80"), tap(".modal button[name=action_close]")),
        see("body:not(:has(.modal)) .o_form_view button[name=action_reopen]"),
    ],
});
