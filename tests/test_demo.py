"""What ./dev run --demo --lang zh_CN shows: the rule and not the exception, in every menu."""

import json

import pytest

from devtools import application, odoo

LOOK = """
import json
from odoo import fields

def found(model, *domain):
    return env[model].with_context(active_test=False).search(list(domain))

def moved(dimension):
    matrix = env["repair.tier.matrix"].get_matrix(dimension)
    place = {{tier["key"]: number for number, tier in enumerate(matrix["tiers"])}}
    steps = [
        (place[end] - place[begin], count)
        for begin, row in matrix["cells"].items() if begin in place
        for end, (count, _amount) in row.items() if end in place
    ]
    return [sum(c for step, c in steps if step < 0), sum(c for step, c in steps if step > 0)]

today = fields.Date.today()
open_ones = ("state", "in", ("open", "waiting"))
last = found("repair.segmentation.run", ("scope", "=", "all"))[0]
managers = found("repair.customer.manager", ("company_id", "=", env.company.id))
facts = {{
    "customers": len(found("repair.customer.profile")),
    "population": last.population,
    "is_fallback": last.is_fallback,
    "value": moved("value"),
    "frequency": moved("frequency"),
    "first_change": str(min(found("repair.segmentation.transition").mapped("date")).date()),
    "a_year_ago": str(fields.Date.subtract(today, years=1)),
    "managers": [[m.user_id.login, m.customer_count, m.high_value_count] for m in managers],
    "duplicates": found("repair.customer.duplicate").mapped("partner_ids.name"),
    "deviations": found("repair.case.deviation").mapped("direction"),
    "outlook": found("repair.customer.outlook").mapped("kind"),
    "overdue": len(found("repair.case", open_ones, ("sla_state", "=", "breached"))),
    "at_risk": len(found("repair.case", open_ones, ("sla_state", "=", "at_risk"))),
    "waiting": len(found("repair.case", ("state", "=", "waiting"))),
    "nobodys": len(found("repair.case", open_ones, ("user_id", "=", False))),
    "escalated": len(found("repair.case", open_ones, ("escalation_ids", "!=", False))),
    "future": len(found("repair.case", ("date_open", ">", fields.Datetime.now()))),
    "ratings": found("rating.rating", ("repair_case_id", "!=", False)).mapped("rating"),
    "warranty_runs": len(found("repair.device", ("warranty_date", ">=", today))),
    "warranty_ended": len(found("repair.device", ("warranty_date", "<", today))),
    "overrides": len(found("repair.segmentation.override")),
    "policies": found("repair.segmentation.policy", ("company_id", "=", env.company.id))
        .sorted("version").mapped("state"),
    "portal": found("res.users", ("login", "=", "tomas")).share,
    "mails": len(found("mail.mail")),
    "languages": sorted(set(env["res.users"].search([("share", "=", False)]).mapped("lang"))),
    "customer_languages": {{
        name: found("res.partner", ("name", "=", name)).lang
        for name in ("王建国", "James Carter")
    }},
    "care": [
        [c.rule_id.occasion, c.state, c.reason] for c in found("repair.care.contact")
    ],
    "care_ahead": [
        [p.rule_id.occasion, p.reason, p.contact_id.name] for p in found("repair.care.preview")
    ],
    "care_rules": found("repair.care.rule", ("company_id", "=", env.company.id))
        .with_context(lang="zh_CN").mapped("name"),
    "judged": {{
        f"{{goal.figure}} {{goal.scope_name}}": len(goal.judgement_ids)
        for goal in found("repair.improvement.goal", ("company_id", "=", env.company.id))
    }},
    "findings": [
        [f.state, f.n, len(f.case_ids | f.feedback_ids.case_id)]
        for f in found("repair.improvement.finding")
    ],
    "measures": [[m.state, m.effect] for m in found("repair.improvement.measure")],
    "kept": {{
        name: sorted(
            {{row[name] for row in found("repair.case.outcome", (name, "!=", False))}}
        )
        for name in ("response_result", "resolution_result", "fix_result")
    }},
    "tags": found("repair.case.tag").with_context(lang="zh_CN").mapped("name"),
}}
open({path!r}, "w").write(json.dumps(facts))
"""


@pytest.fixture(scope="module")
def facts(demo, tmp_path_factory):
    tools, name = demo
    path = tmp_path_factory.mktemp("demo") / "facts"
    assert odoo.run_script(tools, name, LOOK.format(path=str(path))) == 0
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_usual_rules_apply(facts):
    assert facts["customers"] == 81
    assert facts["population"] >= 60
    assert not facts["is_fallback"]


def test_customers_rose_and_fell_in_the_last_quarter(facts):
    for dimension in ("value", "frequency"):
        rose, fell = facts[dimension]
        assert rose and fell, dimension


def test_the_history_goes_back_more_than_a_year(facts):
    assert facts["first_change"] < facts["a_year_ago"]


def test_every_manager_has_customers(facts):
    assert {login for login, _count, _high in facts["managers"]} == {"admin", "demo", "lena"}
    assert all(count >= 5 and high for _login, count, high in facts["managers"])


def test_one_pair_of_customers_may_be_the_same(facts):
    assert sorted(facts["duplicates"]) == ["Lotus Garden Restaurant", "荷花园餐厅"]


def test_priorities_were_raised_and_lowered_by_hand(facts):
    assert sorted(facts["deviations"]) == ["higher", "higher", "higher", "lower"]


def test_customers_are_about_to_fall_and_to_rise(facts):
    assert set(facts["outlook"]) == {"fall", "leave", "rise"}


def test_the_desk_has_cases_of_every_kind(facts):
    for kind in ("overdue", "at_risk", "waiting", "nobodys", "escalated"):
        assert facts[kind], kind
    assert not facts["future"]


def test_ratings_are_good_and_bad(facts):
    assert set(facts["ratings"]) == {1, 2, 3, 4, 5}


def test_warranties_run_and_have_ended(facts):
    assert facts["warranty_runs"] >= 10
    assert facts["warranty_ended"] >= 10


def test_rules_are_overridden_and_about_to_change(facts):
    assert facts["overrides"] == 2
    assert facts["policies"] == ["active", "draft"]


def test_care_shows_what_was_and_what_comes(facts):
    """On whatever day it is made: sent, skipped and uncertain; and in the next 30 days."""
    assert {state for _o, state, _r in facts["care"]} == {"sent", "skipped", "uncertain"}
    reasons = {reason for _o, state, reason in facts["care"] if state == "skipped"}
    assert reasons == {"no_address", "opted_out", "limit", "late", "no_user"}
    ahead = {(occasion, reason) for occasion, reason, _name in facts["care_ahead"]}
    assert {("birthday", False), ("birthday", "opted_out"), ("birthday", "no_address")} <= ahead
    assert len({occasion for occasion, _reason in ahead}) >= 3, ahead
    names = {name for occasion, _r, name in facts["care_ahead"] if occasion == "birthday"}
    assert "James Carter" in names
    assert names & {"王建国", "刘雅婷", "罗欢"}
    assert "生日" in facts["care_rules"], facts["care_rules"]


def test_goals_have_a_past_that_was_judged(facts):
    assert len(facts["judged"]) == 9
    assert set(facts["judged"].values()) <= {11, 12}, facts["judged"]


def test_what_was_promised_is_kept_and_missed(facts):
    for name, results in facts["kept"].items():
        assert len(results) == 2, name


def test_findings_are_open_worked_on_and_closed_by_what_helped(facts):
    assert {state for state, _n, _rows in facts["findings"]} == {"open", "working", "closed"}
    assert all(n >= 20 and rows for _state, n, rows in facts["findings"])
    assert sorted(map(str, facts["measures"])) == ["['done', 'helped']", "['progress', False]"]


def test_a_customer_can_log_in_and_nobody_was_mailed(facts):
    assert facts["portal"]
    assert not facts["mails"]


def test_everybody_works_in_the_language_asked_for(facts):
    assert facts["languages"] == ["zh_CN"]
    assert facts["customer_languages"] == {"王建国": "zh_CN", "James Carter": "en_US"}
    assert "上门维修" in facts["tags"]


def test_each_language_has_a_database_of_its_own():
    assert application.name(demo=True, lang="zh_CN") == "repair_demo_zh_cn"
    assert application.name() == "repair"


@pytest.mark.parametrize("code", ["zh-CN", "Chinese", "zh_CN; rm"])
def test_what_is_no_language_is_refused(code):
    with pytest.raises(application.Refusal, match="no code of a language"):
        application.prepare(None, lang=code)
