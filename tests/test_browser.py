"""What a person sees of the running server."""

import pytest
from playwright.sync_api import expect, sync_playwright

from devtools import browser


@pytest.fixture
def page(running):
    if not browser.path():
        pytest.skip("no browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.path(), args=browser.QUIET)
        try:
            page = chromium.new_page(base_url=running.url, viewport={"width": 1400, "height": 900})
            page.set_default_timeout(60_000)
            yield page
        finally:
            chromium.close()


def _log_in(page, password):
    page.goto("/web/login")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")


def test_the_login_that_dev_run_names_works(page):
    errors = []
    page.on("pageerror", lambda error: errors.append(error))  # playwright wants a function
    _log_in(page, "admin")
    expect(page.locator(".o_main_navbar")).to_be_visible(timeout=60_000)
    assert not errors


def test_a_wrong_password_does_not(page):
    _log_in(page, "wrong")
    expect(page.locator(".alert-danger")).to_be_visible()
    assert "/web/login" in page.url
