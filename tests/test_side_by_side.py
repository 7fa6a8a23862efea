"""Many people at work at once: each is served, or told in words why not; nothing is lost."""

import json
import random
import threading
import time
import urllib.error

import pytest
from conftest import MAKE_KEY, Running

from devtools import database, odoo, server, snapshot

PEOPLE = 8
SECONDS = 20
CUSTOMERS = 400

MAKE_HISTORY = f"""
from datetime import datetime, timedelta
from random import Random
rnd = Random(7)
partners = env["res.partner"].create([{{"name": f"Neighbour {{i}}"}} for i in range({CUSTOMERS})])
env["repair.case"].create([
    {{
        "name": "Repair",
        "partner_id": partner.id,
        "date_open": datetime.now() - timedelta(days=rnd.randrange(300)),
        "amount": rnd.randrange(1, 1000),
    }}
    for partner in partners
    for _ in range(rnd.randrange(1, 4))
])
env.company.repair_policy_id.classify()
env.cr.commit()
"""


class Person(threading.Thread):
    """Does one thing after the other until time is up, and keeps what it was told."""

    def __init__(self, seed, served, partners, until):
        super().__init__()
        self.random = random.Random(seed)
        self.served, self.partners, self.until = served, partners, until
        self.done, self.refused, self.errors = [], [], []

    def run(self):
        # Merges end with partners that are no more, so each person merges their own.
        acts = (self.merge, self.classify, self.work, self.work, self.rename)
        while time.monotonic() < self.until:
            act = self.random.choice(acts)
            try:
                act()
                self.done.append(act.__name__)
            except urllib.error.HTTPError as error:
                answer = json.load(error)
                told = (act.__name__, answer.get("name"), answer.get("message"))
                sentence = str(answer.get("name", "")).endswith(("UserError", "ValidationError"))
                (self.refused if sentence else self.errors).append(told)

    def merge(self):
        if len(self.partners) < 12:
            return
        pair = [self.partners.pop(), self.partners.pop()]
        call = self.served.call
        [wizard] = call(
            "base.partner.merge.automatic.wizard",
            "create",
            vals_list=[{"partner_ids": [[6, 0, pair]], "dst_partner_id": pair[0]}],
        )
        call("base.partner.merge.automatic.wizard", "action_merge", ids=[wizard])
        self.partners.insert(0, pair[0])

    def classify(self):
        [policy] = self.served.call(
            "repair.segmentation.policy", "search", domain=[["state", "=", "active"]], limit=1
        )
        self.served.call("repair.segmentation.policy", "action_classify", ids=[policy])

    def work(self):
        partner = self.random.choice(self.partners[:10])
        case = {"name": "New", "partner_id": partner, "amount": 50}
        [case] = self.served.call("repair.case", "create", vals_list=[case])
        self.served.call("repair.case", "action_close", ids=[case])

    def rename(self):
        partner = self.random.choice(self.partners[:10])
        self.served.call(
            "res.partner", "write", ids=[partner], vals={"is_company": True, "name": "Renamed"}
        )


@pytest.fixture
def served(tmp_path):
    tools = odoo.prepare()
    name = database.passing_name("test", "together")
    try:
        snapshot.clone(tools, name)
        for script in (MAKE_HISTORY, MAKE_KEY.format(path=str(tmp_path / "key"))):
            assert odoo.run_script(tools, name, script) == 0
        port = server.free_port()
        with server.serving(tools, name, port):
            yield Running(tools, name, port, (tmp_path / "key").read_text())
    finally:
        database.drop(tools, name)


def test_merges_classifications_and_cases_meet_no_error(served):
    rows = served.tools.postgres.sql(
        "SELECT DISTINCT partner_id FROM repair_case ORDER BY 1", served.database
    )
    ids = [int(row[0]) for row in rows]
    share = len(ids) // PEOPLE
    until = time.monotonic() + SECONDS
    people = [
        Person(seed, served, ids[seed * share : (seed + 1) * share], until)
        for seed in range(PEOPLE)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    done = [act for person in people for act in person.done]
    errors = [error for person in people for error in person.errors]
    assert not errors, f"{len(done)} done, {errors}"
    refused = [refusal for person in people for refusal in person.refused]
    tried = {*done, *(act for act, _name, _message in refused)}
    assert {"merge", "classify", "work", "rename"} <= tried
    assert {act for act, _name, _message in refused} <= {"merge", "classify"}, refused
    print({act: done.count(act) for act in set(done)}, "refused:", len(refused))
