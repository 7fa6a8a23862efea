"""The first minutes: a browser on an empty database, a ledger in GB18030, and on to the tiers."""

import re
from datetime import date, timedelta
from random import Random

import pytest
from playwright.sync_api import expect, sync_playwright

from devtools import browser, database, odoo, server, snapshot

ROWS, CUSTOMERS = 300, 75
MOST_CLICKS = 20
# The robot says good morning in front of everything else.
QUIET_BOT = """
env["res.users"].search([]).write({"odoobot_state": "disabled", "tour_enabled": False})
env.cr.commit()
"""


def ledger():
    """Return a ledger as a shop in China has it."""
    rnd = Random(7)
    lines = ["工单号,客户名称,联系电话,报修日期,完成日期,机型,故障描述,金额(元),状态"]
    for number in range(ROWS):
        who = rnd.randrange(CUSTOMERS)
        name = f"永新{who}有限公司" if who % 3 == 0 else f"王{who}"
        day = date.today() - timedelta(days=rnd.randrange(3, 700))
        done = day + timedelta(days=2)
        lines.append(
            f"W{number:04},{name},139{who:08},{day.year}/{day.month}/{day.day},"
            f"{done.year}/{done.month}/{done.day},冰箱,不制冷,"
            f'"{rnd.randrange(1000, 3000):,}",已完成'
        )
    return "\r\n".join(lines).encode("gb18030")


@pytest.fixture
def empty():
    """An empty database, served."""
    tools = odoo.prepare()
    name = database.passing_name("test", "minutes")
    try:
        snapshot.clone(tools, name)
        assert odoo.run_script(tools, name, QUIET_BOT) == 0
        port = server.free_port()
        with server.serving(tools, name, port):
            yield f"http://localhost:{port}"
    finally:
        database.drop(tools, name)


class Person:
    """Somebody at the screen, whose clicks are counted."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, selector):
        self.clicks += 1
        self.page.locator(selector).first.click()


def test_from_a_file_to_the_tiers_in_under_twenty_clicks(empty):
    if not browser.path():
        pytest.skip("no browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.path(), args=browser.QUIET)
        try:
            page = chromium.new_page(base_url=empty, viewport={"width": 1440, "height": 900})
            page.set_default_timeout(60_000)
            errors = []
            page.on("pageerror", lambda error: errors.append(error))  # playwright wants a function
            page.goto("/web/login")
            page.fill("input[name=login]", "admin")
            page.fill("input[name=password]", "admin")
            page.press("input[name=password]", "Enter")
            page.wait_for_selector(".o_main_navbar")
            person = Person(page)
            first_minutes(page, person)
        finally:
            chromium.close()
    assert not errors
    assert person.clicks < MOST_CLICKS, person.clicks


def first_minutes(page, person):
    """Bring the history, look at the tiers, and come back to what is left to do."""
    person.click(".o_navbar_apps_menu button")
    person.click(".o-dropdown-item:has-text('Repair Customers')")
    expect(page.locator(".o_repair_first_steps")).to_be_visible()
    person.click("button[name=action_history]:visible")
    page.wait_for_selector(".o_form_view .o_field_binary")
    person.clicks += 1
    file = {"name": "台账.csv", "mimeType": "text/csv", "buffer": ledger()}
    page.set_input_files(".o_field_binary input[type=file]", file)
    page.wait_for_selector(".o_field_binary input[type=text]")
    person.click("button[name=action_read]:visible")
    understood = page.locator(".o_repair_understood")
    expect(understood).to_contain_text("300 of 300 rows will be imported as repairs.")
    expect(understood).to_contain_text("Customers: 7")
    person.click("button[name=action_start]:visible")
    tiers = page.locator(".o_repair_history_tiers")
    expect(tiers).to_contain_text("High Value")
    expect(page.locator("[name=case_count]")).to_contain_text(re.compile("300"))
    person.click("button[name=action_view_customers]:visible")
    page.wait_for_selector(".o_list_view .o_data_row, .o_kanban_record")
    # The app is where it was left.
    person.click(".o_navbar_apps_menu button")
    person.click(".o-dropdown-item:has-text('Repair Customers')")
    expect(page.locator(".o_repair_first_steps .badge:visible")).to_have_count(1)
    person.click("button[name=action_tiers]:visible")
    page.wait_for_selector(".o_list_view .o_data_row")
    person.click(".o_navbar_apps_menu button")
    person.click(".o-dropdown-item:has-text('Repair Customers')")
    expect(page.locator(".o_repair_first_steps .badge:visible")).to_have_count(2)
    person.click("button[name=action_dismiss]:visible")
    expect(page.locator(".o_repair_first_steps")).to_have_count(0)
    # From now on the app opens on the overview, with the tiers in it.
    expect(page.locator(".o_repair_overview_months")).to_contain_text("High Value")
    expect(page.locator(".o_repair_overview_board [data-cell]")).not_to_have_count(0)
