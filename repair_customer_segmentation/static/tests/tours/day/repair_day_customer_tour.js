import {fits, see, tap, type} from "./day_steps";
import {registry} from "@web/core/registry";

const LOADS = {expectUnloadPage: true};
const MESSAGES = "#chatterRoot:shadow";

registry.category("web_tour.tours").add("repair_day_customer_tour", {
    steps: () => [
        fits("#wrapwrap"),
        tap(".o_portal_index_card:not(.d-none) a[href='/my/cases/new']", LOADS),
        type("form.o_repair_new input[name=name]", "Day: door will not close"),
        {trigger: "select[name=type_id]", run: "selectByIndex 1"},
        {trigger: "select[name=device_id]", run: "selectByIndex 1"},
        type("textarea[name=description]", "It springs open"),
        fits("#wrapwrap"),
        tap("form.o_repair_new button[type=submit]", LOADS),
        see(".alert-success"),
        see(".o_repair_next:contains(/[0-9]/)", {content: "By when we reply"}),
        fits("#wrapwrap"),
        type(`${MESSAGES} .o-mail-Composer-input`, "I am at home on Friday"),
        tap(`${MESSAGES} .o-mail-Composer-send:enabled`),
        see(`${MESSAGES} .o-mail-Message:contains('at home on Friday')`),
        tap(
            ".o_portal .breadcrumb a[href^='/my/cases'], .o_portal_submenu a[href^='/my/cases']",
            LOADS
        ),
        tap(".o_repair_case a:contains('Day: lamp stays dark')", LOADS),
        fits("#wrapwrap"),
        type("form.o_repair_rate textarea", "Still dark"),
        tap("form.o_repair_rate button[value='1']", LOADS),
        see(".o_repair_rated:contains('Still dark')"),
        type("form.o_repair_reopen textarea", "It went out again"),
        tap("form.o_repair_reopen button[type=submit]", LOADS),
        see(".alert-success"),
        see(`${MESSAGES} .o-mail-Message:contains('It went out again')`),
        fits("#wrapwrap"),
    ],
});
