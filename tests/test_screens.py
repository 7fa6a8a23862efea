"""What fits on a screen of 1440 pixels, with the names of the demo company, in both languages."""

import pytest
from playwright.sync_api import sync_playwright

from devtools import browser, database, odoo, server

ADMIN = "env.ref('base.user_admin')"
SPEAK = f"{ADMIN}.lang = {{lang!r}}\nenv.cr.commit()\n"
QUIET_BOT = f"{ADMIN}.odoobot_state = 'disabled'\nenv.cr.commit()\n"
# Something learned, so that its lists have rows.
LEARNED = """
for company in env["res.company"].search([]):
    env["repair.learned.model"]._learn(company)
env.cr.commit()
"""
# Forms with lists on their pages.
FORMS = (
    "repair-cases",
    "repair-policies",
    "repair-service-levels",
    "repair-case-teams",
)
# Lists whose cells tell who and what: none of these is cut.
WHOLE = {
    "my-repair-cases": ("name", "partner_id", "service_level_id", "next_deadline", "stage_id"),
    "repair-cases": ("name", "partner_id", "value_tier_id", "stage_id"),
    "repair-customers": ("partner_id", "value_tier_id", "frequency_tier_id", "rfm_tier_id"),
    "repair-devices": ("name", "serial_number", "partner_id"),
    "repair-outlook": ("partner_id", "kind", "tier_id", "to_tier_id", "missing", "partner_phone"),
    "repair-satisfaction": ("partner_id", "repair_value_tier_id", "rated_partner_name"),
    "repair-priority-deviations": ("case_id", "partner_id", "user_id"),
    "repair-overrides": ("partner_id", "put_into", "by_rule", "reason"),
    "repair-expected": ("partner_id", "value_tier_id", "own_words", "basis"),
    "repair-needed-soon": ("partner_id", "value_tier_id", "next_date", "basis"),
    "repair-win-back": ("partner_id", "value_tier_id", "last_date", "basis"),
    "repair-contract-offers": ("partner_id", "template_id", "expected_saving"),
}
HEADERS = (
    *WHOLE,
    "repair-customer-managers",
    "repair-data-quality",
    "repair-duplicates",
    "repair-case-analysis",
    "repair-customers-analysis",
    "repair-tier-changes",
    "repair-missing-data",
    "repair-policies",
    "repair-tiers",
    "repair-classification-runs",
    "repair-service-levels",
    "repair-escalation",
    "repair-priority-matrix",
    "repair-case-types",
    "repair-case-channels",
    "repair-case-stages",
    "repair-case-tags",
    "repair-case-teams",
    "repair-contracts",
    "repair-ended-contracts",
    "repair-contract-templates",
    "repair-forecast-check",
    "repair-declined-work",
    "repair-maintenance-plans",
    "repair-visits",
    "repair-visits-preview",
    "repair-care-rules",
    "repair-care",
    "repair-care-preview",
    "repair-extra-days",
    "repair-feedback",
    "repair-closed-cases",
    "repair-feedback-causes",
    "repair-reviews",
    "repair-history",
    "repair-tips",
    "repair-classification-reviews",
    "repair-goals",
    "repair-findings",
    "repair-measures",
    "repair-learned",
    "repair-suggested",
    "repair-doubtful-types",
)
CUT = """
names => {
    const isCut = (e) => e.clientWidth && e.scrollWidth > e.clientWidth + 1;
    const found = [];
    for (const header of document.querySelectorAll(".o_list_view th span.text-truncate")) {
        if (isCut(header)) {
            found.push("header " + header.textContent.trim());
        }
    }
    for (const name of names) {
        for (const cell of document.querySelectorAll(`.o_data_row td[name="${name}"]`)) {
            if ([cell, ...cell.querySelectorAll("*")].some(isCut)) {
                found.push(name + " " + cell.textContent.trim());
            }
        }
    }
    return found;
}
"""


# The overview is on the screen as a whole: nothing cut, nothing to scroll to.
HIDDEN = """
() => {
    const page = document.querySelector(".o_repair_overview_page");
    const isHidden = (e) => ["hidden", "clip"].includes(getComputedStyle(e).overflowX);
    const cut = [...page.querySelectorAll("*")]
        .filter((e) => !e.children.length && e.clientWidth > 1 && e.textContent.trim())
        .filter((e) => isHidden(e) && e.scrollWidth > e.clientWidth + 1)
        .map((e) => "cut: " + e.textContent.trim());
    const scrolled = [page.closest(".o_content"), ...page.querySelectorAll("*")]
        .filter((e) => ["auto", "scroll"].includes(getComputedStyle(e).overflowY))
        .filter((e) => e.scrollHeight > e.clientHeight + 1 && e.clientHeight > 0)
        .map((e) => "scrolled: " + e.className);
    return [...cut, ...scrolled];
}
"""
# What has the focus: the name by which it is called, and whether one sees that it has it.
FOCUSED = """
() => {
    const e = document.activeElement;
    const name = e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent;
    const style = getComputedStyle(e);
    const isSeen = style.outlineStyle !== "none" || style.boxShadow !== "none";
    return {name: name.trim(), isSeen, isOurs: Boolean(e.closest(".o_repair_overview"))};
}
"""


@pytest.fixture(scope="module")
def screen(demo):
    """A browser of 1440 pixels, on the served demo company, logged in as the administrator."""
    if not browser.path():
        pytest.skip("no browser")
    tools, name = demo
    database.update(tools, name, extra=["repair_customer_segmentation_learn"])
    assert odoo.run_script(tools, name, QUIET_BOT + LEARNED) == 0
    port = server.free_port()
    with server.serving(tools, name, port), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.path(), args=browser.QUIET)
        try:
            page = chromium.new_page(
                base_url=f"http://localhost:{port}", viewport={"width": 1440, "height": 900}
            )
            page.set_default_timeout(60_000)
            page.goto("/web/login")
            page.fill("input[name=login]", "admin")
            page.fill("input[name=password]", "admin")
            page.press("input[name=password]", "Enter")
            page.wait_for_selector(".o_main_navbar")
            yield page
        finally:
            chromium.close()


@pytest.fixture(scope="module", params=["zh_CN", "en_US"])
def language(request, screen, demo):
    tools, name = demo
    assert odoo.run_script(tools, name, SPEAK.format(lang=request.param)) == 0
    yield request.param
    assert odoo.run_script(tools, name, SPEAK.format(lang="zh_CN")) == 0


def test_nothing_important_is_cut(screen, language):
    cut = {}
    for path in HEADERS:
        screen.goto(f"/odoo/{path}?view_type=list")
        screen.wait_for_selector(".o_list_view th")
        screen.wait_for_load_state("load")
        screen.wait_for_timeout(300)
        if found := screen.evaluate(CUT, list(WHOLE.get(path, ()))):
            cut[path] = found
    assert not cut, language


def test_no_list_in_a_form_has_a_cut_header(screen, language):
    cut = {}
    for path in FORMS:
        screen.goto(f"/odoo/{path}?view_type=list")
        screen.click(".o_data_row .o_data_cell[name=name]")
        screen.wait_for_selector(".o_form_view .o_notebook")
        pages = screen.locator(".o_notebook_headers .nav-link:visible")
        for number in range(pages.count()):
            pages.nth(number).click()
            screen.wait_for_timeout(300)
            if found := screen.evaluate(CUT, []):
                cut[f"{path}, {pages.nth(number).inner_text()}"] = found
    assert not cut, language


def opened_overview(screen):
    """Open the overview, and wait for its figures."""
    screen.goto("/odoo/repair-overview")
    screen.wait_for_selector(".o_repair_overview_months canvas")
    screen.wait_for_selector(".o_repair_overview_item, .o_repair_overview_nothing")
    screen.wait_for_timeout(300)


def test_the_overview_is_on_one_screen(screen, language):
    asked = []

    def note(request):
        asked.append(request.url.rsplit("/call_kw/", 1)[-1])

    screen.on("request", note)
    opened_overview(screen)
    screen.remove_listener("request", note)
    ours = sorted(name for name in asked if name.startswith("repair."))
    assert ours == ["repair.overview/get_overview", "repair.overview/get_today"]
    assert not screen.evaluate(HIDDEN), language


def test_the_overview_needs_no_mouse(screen, language):
    opened_overview(screen)
    buttons = screen.locator(".o_repair_overview_page button:visible").count()
    screen.locator("#o_repair_overview_period").focus()
    reached = [screen.evaluate(FOCUSED)]
    while len(reached) < buttons + 20:
        screen.keyboard.press("Tab")
        found = screen.evaluate(FOCUSED)
        if not found["isOurs"]:
            break
        reached.append(found)
    # Both choices, and each button on the page.
    assert len(reached) == buttons + 2
    assert all(found["name"] and found["isSeen"] for found in reached), reached
    cell = screen.locator(".o_repair_overview_board button[data-cell]").first
    cell.focus()
    screen.keyboard.press("Enter")
    screen.wait_for_selector(".o_list_view .o_data_row")
    screen.go_back()
    screen.wait_for_selector(".o_repair_overview_board button[data-cell]")
