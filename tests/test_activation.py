"""Versions of a policy that come into force on a running server with several workers.

Whatever one worker activates, customers and cases are served as the rules say in all of them: an
activation that moves nobody changes no level, no deadline and no place in the queue.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import MAKE_KEY, Running

from devtools import database, odoo, server, snapshot

WORKERS = 2
# Enough at once for both workers to take some.
AT_ONCE = 8

MAKE_DESK = """
from datetime import datetime, timedelta
policy = env.company.repair_policy_id
policy.min_population = 0
opened = datetime.now() - timedelta(days=20)
closed = env["repair.case.stage"].search([("is_closed", "=", True)], limit=1)
values = []
for i in range(10):
    partner = env["res.partner"].create({"name": f"Served {i}"})
    for _repair in range(1 + i % 5):
        values.append({"name": "Repair", "partner_id": partner.id, "date_open": opened,
                       "stage_id": closed.id, "amount": 100 * i + 1})
    values.append({"name": "Open", "partner_id": partner.id})
env["repair.case"].create(values)
policy.classify()
env.cr.commit()
"""
CUSTOMERS = [["partner_id.name", "=like", "Served %"]]
TERMS = ["service_level_id", "response_deadline", "resolution_deadline", "queue_date"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    tools = odoo.prepare()
    name = database.passing_name("test", "activation")
    try:
        snapshot.clone(tools, name)
        path = tmp_path_factory.mktemp("key") / "key"
        script = MAKE_DESK + MAKE_KEY.format(path=str(path))
        assert odoo.run_script(tools, name, script) == 0
        port = server.free_port()
        with server.serving(tools, name, port, workers=WORKERS, max_cron_threads=0):
            yield Running(tools, name, port, path.read_text())
    finally:
        database.drop(tools, name)


def at_once(question):
    """Ask the same of all workers; return the different answers that there are."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _number: question(), range(AT_ONCE)))
    return [answer for i, answer in enumerate(answers) if answer not in answers[:i]]


def only(answers):
    assert len(answers) == 1, "the workers say different things"
    return answers[0]


def levels(desk):
    """Customer's name -> the name of its service level, as all workers say."""
    rows = only(
        at_once(
            lambda: desk.call(
                "repair.customer.profile",
                "search_read",
                domain=CUSTOMERS,
                fields=["partner_id", "service_level_id"],
                order="partner_id",
            )
        )
    )
    return {row["partner_id"][1]: row["service_level_id"][1] for row in rows}


def open_cases(desk):
    return only(
        at_once(
            lambda: desk.call(
                "repair.case",
                "search_read",
                domain=[*CUSTOMERS, ["name", "=", "Open"]],
                fields=TERMS,
                order="id",
            )
        )
    )


def new_cases(desk, name):
    """The levels of cases that are opened now for a customer, through all workers."""
    [partner] = desk.call(
        "res.partner", "search_read", domain=[["name", "=", name]], fields=[], limit=1
    )

    def create():
        [case] = desk.call(
            "repair.case", "create", vals_list=[{"name": "New", "partner_id": partner["id"]}]
        )
        [row] = desk.call("repair.case", "read", ids=[case], fields=["service_level_id"])
        # It would count as a repair.
        desk.call("repair.case", "unlink", ids=[case])
        return row["service_level_id"][1]

    return only(at_once(create))


def active(desk):
    [policy] = desk.call("repair.segmentation.policy", "search", domain=[["state", "=", "active"]])
    return policy


def draft(desk):
    action = desk.call("repair.segmentation.policy", "action_revise", ids=[active(desk)])
    return action["res_id"]


def activate(desk, policy):
    desk.call("repair.segmentation.policy", "action_activate", ids=[policy])
    assert active(desk) == policy


@pytest.mark.parametrize("values", [{}, {"grace_days": 7}, {"cut_method": "fixed"}, None])
def test_an_activation_that_moves_nobody_changes_nothing(desk, values):
    """The last one goes back to the version before."""
    before = levels(desk), open_cases(desk)
    assert {"VIP", "Standard"} < set(before[0].values())
    if values is None:
        [policy] = desk.call(
            "repair.segmentation.policy",
            "search",
            domain=[["state", "=", "archived"]],
            order="version desc",
            limit=1,
        )
    else:
        policy = draft(desk)
        if values:
            desk.call("repair.segmentation.policy", "write", ids=[policy], vals=values)
    activate(desk, policy)
    for name in ("Served 9", "Served 0"):
        assert new_cases(desk, name) == before[0][name]
    assert (levels(desk), open_cases(desk)) == before


def test_a_level_that_moves_is_served_by_all_workers(desk):
    policy = draft(desk)
    [standard] = desk.call(
        "repair.service.level", "search", domain=[["name", "=", "Standard"]], limit=1
    )
    tiers = [["policy_id", "=", policy], ["service_level_id.name", "=", "VIP"]]
    vip = desk.call("repair.segmentation.tier", "search", domain=tiers)
    desk.call("repair.segmentation.tier", "write", ids=vip, vals={"service_level_id": standard})
    first = active(desk)
    before = levels(desk)
    activate(desk, policy)
    assert "VIP" not in levels(desk).values()
    assert new_cases(desk, "Served 9") != "VIP"
    activate(desk, first)
    assert levels(desk) == before
    assert new_cases(desk, "Served 9") == "VIP"


def test_the_settings_move_nobody(desk):
    before = levels(desk), open_cases(desk)
    [settings] = desk.call(
        "res.config.settings", "create", vals_list=[{"repair_abc_share_a": 79.5}]
    )
    desk.call("res.config.settings", "execute", ids=[settings])
    assert (levels(desk), open_cases(desk)) == before
