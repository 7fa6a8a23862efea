import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const OPEN_POLICY = {
    trigger: ".o_data_row .o_data_cell:contains('Tour Policy')",
    run: "click",
};
const EDIT = {trigger: ".o_form_statusbar button[name=action_revise]", run: "click"};
const DRAFT = {trigger: ".o_form_view .alert-info:contains('Draft version')"};
const CONFIRM = {trigger: ".modal footer .btn-primary", run: "click"};
const ACTIVATE = [
    {trigger: ".o_form_statusbar button[name=action_activate]", run: "click"},
    CONFIRM,
    {trigger: ".o_form_statusbar button[name=action_revise]"},
];

function typeRule(textarea, old, typed) {
    textarea.value = textarea.value.replace(old, typed);
    textarea.dispatchEvent(new InputEvent("input", {bubbles: true}));
}

registry.category("web_tour.tours").add("repair_policy_version_tour", {
    url: "/odoo/repair-policies",
    steps: () => [
        OPEN_POLICY,
        {trigger: "div[name=summary]:contains('last 12 months')"},
        EDIT,
        DRAFT,
        {trigger: "div[name=window_months] input", run: "edit 0"},
        ...stepUtils.saveForm(),
        {trigger: "div[name=summary]:contains('All repairs are counted')"},
        ...ACTIVATE,
        {
            trigger: ".o-mail-Message:contains('Period (Months): 12 → 0')",
        },
        {trigger: ".o_notebook a.nav-link:contains('Versions')", run: "click"},
        {
            content: "The earlier version is there to go back to",
            trigger: ".o_data_row:contains('Replaced') button[name=action_activate]",
            run: "click",
        },
        CONFIRM,
        {trigger: "div[name=summary]:contains('last 12 months')"},
    ],
});

registry.category("web_tour.tours").add("repair_policy_board_tour", {
    url: "/odoo/repair-policies",
    steps: () => [
        OPEN_POLICY,
        {trigger: ".o_notebook a.nav-link:contains('RFM Board')", run: "click"},
        {
            content: "The active version is only read",
            trigger: ".o_repair_rfm_segment:contains('Champions'):disabled",
        },
        EDIT,
        DRAFT,
        {trigger: ".o_notebook a.nav-link:contains('RFM Board')", run: "click"},
        {trigger: ".o_repair_rfm_segment:contains('Champions'):enabled", run: "click"},
        {
            trigger: "[data-cell='53'][aria-label*='Loyal']",
            run() {
                this.anchor.dispatchEvent(
                    new PointerEvent("pointerdown", {bubbles: true, button: 0})
                );
                window.dispatchEvent(new PointerEvent("pointerup"));
            },
        },
        {trigger: "[data-cell='53'][aria-label*='Champions']"},
        {
            content: "With the keyboard, too",
            trigger: "[data-cell='44']",
            run() {
                this.anchor.dispatchEvent(
                    new KeyboardEvent("keydown", {key: "Enter", bubbles: true})
                );
            },
        },
        {trigger: "[data-cell='44'][aria-label*='Champions']"},
        ...stepUtils.saveForm(),
        {trigger: ".o_data_row:contains('Champions'):contains('55 54 53 45 44')"},
    ],
});

registry.category("web_tour.tours").add("repair_policy_preset_tour", {
    url: "/odoo/repair-policies",
    steps: () => [
        OPEN_POLICY,
        EDIT,
        DRAFT,
        {trigger: ".o_form_statusbar button:contains('Use a Preset')", run: "click"},
        {trigger: ".modal div[name=preset_id] input", run: "edit VIP"},
        {trigger: ".ui-menu-item:contains('VIP / Regular / Potential')", run: "click"},
        {trigger: ".modal .o_data_row:contains('Regular')"},
        {trigger: ".modal button[name=action_apply_preset]", run: "click"},
        {trigger: "div[name=value_tier_ids] .o_data_row:contains('VIP')"},
        ...ACTIVATE,
    ],
});

registry.category("web_tour.tours").add("repair_policy_words_tour", {
    url: "/odoo/repair-policies",
    steps: () => [
        OPEN_POLICY,
        EDIT,
        DRAFT,
        {trigger: ".o_form_statusbar button:contains('Rules in Words')", run: "click"},
        {
            content: "A word that is not known is underlined, and told",
            trigger: ".modal .o_repair_rule_text textarea",
            run() {
                typeRule(this.anchor, "at least 4 repairs", "at least 6 widgets");
            },
        },
        {trigger: ".modal .o_repair_rule_marked:contains('widgets')"},
        {trigger: ".modal .o_repair_rule_problem:contains('repairs')"},
        {
            trigger: ".modal .o_repair_rule_text textarea",
            run() {
                typeRule(this.anchor, "at least 6 widgets", "at least 6 repairs");
            },
        },
        {
            content: "What changes is told before it is done",
            trigger:
                ".modal .o_repair_rule_changes:contains('Frequent: at least 6 repairs in 12 months')",
        },
        {trigger: ".modal button[name=action_apply]", run: "click"},
        {trigger: "body:not(:has(.modal))"},
        {trigger: ".o_notebook a.nav-link:contains('Frequency')", run: "click"},
        {trigger: "div[name=frequency_tier_ids] .o_data_row:contains('at least 6')"},
        ...ACTIVATE,
    ],
});

registry.category("web_tour.tours").add("repair_policy_simulation_tour", {
    url: "/odoo/repair-policies",
    steps: () => [
        OPEN_POLICY,
        EDIT,
        DRAFT,
        {trigger: ".o_notebook a.nav-link:contains('Versions')"},
        {trigger: ".o_form_statusbar button[name=action_simulate]", run: "click"},
        {trigger: ".o_repair_simulation:contains('6 customers')"},
        {
            trigger: ".o_repair_simulation button[data-dimension=frequency]",
            run: "click",
        },
        {
            content: "Five repairs are a frequent customer no more",
            trigger:
                ".o_repair_simulation_matrix button[aria-label*='From Frequent to Occasional']:contains('5 repairs')",
        },
        {trigger: ".o_repair_simulation_movers:contains('Tour Big')"},
        {trigger: ".o_repair_simulation_load:contains('VIP')"},
        {
            trigger:
                ".o_repair_simulation_matrix button[aria-label*='From Frequent to Occasional']",
            run: "click",
        },
        {trigger: ".o_list_view .o_data_row:contains('Tour Big')"},
        {
            trigger:
                ".o_breadcrumb a:contains('Simulation'), .breadcrumb a:contains('Simulation')",
            run: "click",
        },
        {trigger: ".o_repair_simulation:contains('6 customers')"},
        {trigger: ".o_control_panel button:contains('Activate')", run: "click"},
        CONFIRM,
        {trigger: ".o_form_statusbar button[name=action_revise]"},
    ],
});
