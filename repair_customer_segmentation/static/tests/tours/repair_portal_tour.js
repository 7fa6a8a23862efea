import {registry} from "@web/core/registry";

const PNG =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function attachPhoto() {
    const bytes = Uint8Array.from(atob(PNG), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], "leak.png", {type: "image/png"}));
    this.anchor.files = transfer.files;
}

registry.category("web_tour.tours").add("repair_portal_report_tour", {
    url: "/my",
    steps: () => [
        {
            content: "The counter has come",
            trigger: ".o_portal_index_card:not(.d-none) a[href='/my/cases']",
        },
        {
            trigger: ".o_portal_index_card:not(.d-none) a[href='/my/cases/new']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "form.o_repair_new input[name=name]",
            run: "edit Portal tour: it leaks",
        },
        {
            trigger: "select[name=type_id]",
            run: "selectByLabel Something Broken",
        },
        {
            trigger: "select[name=device_id]",
            run: "selectByIndex 1",
        },
        {
            trigger: "textarea[name=description]",
            run: "edit Water runs out below the door",
        },
        {
            trigger: "input[name=files]",
            run: attachPhoto,
        },
        {
            trigger: "form.o_repair_new button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".alert-success:contains('We received your report')",
        },
        {
            trigger: ".badge:contains('Received')",
        },
        {
            trigger: "#chatterRoot:shadow .o-mail-Message:contains('below the door')",
        },
        {
            content: "The photo is there",
            trigger: "#chatterRoot:shadow .o-mail-Message .o-mail-AttachmentList img",
        },
    ],
});

registry.category("web_tour.tours").add("repair_portal_answer_tour", {
    url: "/odoo/repair-cases",
    steps: () => [
        {
            trigger: ".o_kanban_record:contains('Portal tour: it leaks')",
            run: "click",
        },
        {
            content: "The customer's words and photo are there",
            trigger:
                ".o-mail-Message:contains('below the door') .o-mail-AttachmentList img",
        },
        {
            trigger: ".o-mail-Chatter-sendMessage:not(:disabled)",
            run: "click",
        },
        {
            trigger: ".o-mail-Composer-input",
            run: "edit We come on Friday",
        },
        {
            trigger: ".o-mail-Composer-send:enabled",
            run: "click",
        },
        {
            trigger: ".o-mail-Message:contains('We come on Friday')",
        },
    ],
});

registry.category("web_tour.tours").add("repair_portal_rate_tour", {
    url: "/my",
    steps: () => [
        {
            trigger: ".o_portal_index_card:not(.d-none) a[href='/my/cases']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger:
                ".o_repair_case:contains('Portal tour') .badge:contains('In progress')",
        },
        {
            trigger: "#portal_searchbar_sortby",
            run: "click",
        },
        {
            trigger: ".dropdown-menu.show a:contains('Newest')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "#portal_searchbar_filters",
            run: "click",
        },
        {
            trigger: ".dropdown-menu.show a:contains('Open')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "#portal_searchbar_groupby",
            run: "click",
        },
        {
            trigger: ".dropdown-menu.show a:contains('Device')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "tr.table-light:contains('Dishwasher G7')",
        },
        {
            trigger: ".o_portal_search_panel input[name=search]",
            run: "edit SN-ANN",
        },
        {
            trigger: ".o_portal_search_panel button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_repair_case a:contains('Portal tour')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger:
                "#chatterRoot:shadow .o-mail-Message:contains('We come on Friday')",
        },
        {
            trigger: ".o_repair_close",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".alert-success:contains('closed')",
        },
        {
            trigger: "form.o_repair_rate textarea",
            run: "edit Quick and friendly",
        },
        {
            trigger: "form.o_repair_rate button[value='5']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_repair_rated:contains('Happy'):contains('Quick and friendly')",
        },
    ],
});
