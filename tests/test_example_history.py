"""The example history in a running server: imported whole, and classified as worked out elsewhere.

The figures come from an independent calculation over the same invoices.
"""

from datetime import datetime, timedelta, timezone

from devtools import application, database

CUSTOMERS, REPAIRS = 4339, 18536
ABC = {"A": 1133, "B": 1469, "C": 1737}
RFM = {"Champions": 881, "Loyal": 671, "Lost": 330}


def _per_tier(running, field):
    groups = running.call(
        "repair.customer.profile",
        "formatted_read_group",
        domain=[],
        groupby=[field],
        aggregates=["__count"],
    )
    return {group[field] and group[field][1]: group["__count"] for group in groups}


def test_every_row_is_imported(running):
    assert running.call("repair.case", "search_count", domain=[]) == REPAIRS
    assert running.call("repair.customer.profile", "search_count", domain=[]) == CUSTOMERS


def test_customers_have_their_countries(running):
    irish = [["country_id.name", "=", "Ireland"], ["name", "=like", "Customer %"]]
    assert running.call("res.partner", "search_count", domain=irish) == 3
    nowhere = [["country_id", "=", False], ["name", "=like", "Customer %"]]
    assert running.call("res.partner", "search_count", domain=nowhere) == 5


def test_dates_are_moved_to_end_yesterday(running):
    [last] = running.call(
        "repair.case",
        "search_read",
        domain=[],
        fields=["date_open"],
        order="date_open desc",
        limit=1,
    )
    moment = datetime.strptime(last["date_open"], "%Y-%m-%d %H:%M:%S")
    yesterday = datetime.now(timezone.utc).date() - timedelta(days=1)
    # The database may have been made just before midnight.
    assert moment.date() in (yesterday, yesterday - timedelta(days=1))
    assert (moment.hour, moment.minute) == (12, 50)


def test_all_repairs_are_closed_when_they_were_opened(running):
    open_ones = [["stage_id.name", "!=", "Closed"]]
    assert running.call("repair.case", "search_count", domain=open_ones) == 0
    [case] = running.call(
        "repair.case", "search_read", domain=[], fields=["date_open", "date_closed"], limit=1
    )
    assert case["date_closed"] == case["date_open"]


def test_importing_writes_to_nobody(running):
    assert running.call("mail.mail", "search_count", domain=[]) == 0
    chatter = [["model", "=", "repair.case"]]
    assert running.call("mail.message", "search_count", domain=chatter) == 0
    assert (
        running.call("mail.followers", "search_count", domain=[["res_model", "=", "repair.case"]])
        == 0
    )


def test_abc_classes(running):
    assert _per_tier(running, "abc_tier_id") == ABC


def test_rfm_segments(running):
    found = _per_tier(running, "rfm_tier_id")
    assert {name: found.get(name) for name in RFM} == RFM
    assert sum(found.values()) == CUSTOMERS


def test_high_value_is_at_most_a_fifth(running):
    found = _per_tier(running, "value_tier_id")
    assert 0 < found["High Value"] <= CUSTOMERS / 5


def test_every_customer_has_a_value_and_a_frequency_tier(running):
    for field in ("value_tier_id", "frequency_tier_id"):
        found = _per_tier(running, field)
        assert False not in found
        assert sum(found.values()) == CUSTOMERS


def test_a_second_start_finds_the_database_as_it_is(running, monkeypatch):
    def never(*_arguments, **_options):
        raise AssertionError("made or updated again")

    monkeypatch.setattr(database, "make", never)
    monkeypatch.setattr(database, "update", never)
    # Somebody may be editing an addon while this runs; that is for test_database to look at.
    monkeypatch.setattr(database, "is_current", lambda *_arguments: True)
    application.prepare(running.tools, called=running.database)
