"""Closed cases and feedback as figures count them, without the days of work that make them."""

import random
from datetime import timedelta

from freezegun import freeze_time

from odoo.tools import SQL

from .common import SegmentationCase


class FiguresCase(SegmentationCase):
    """A company whose cases are closed, judged and spoken of in one line each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.high, cls.low = cls.policy.value_tier_ids.sorted()[:2]
        cls.report = cls.env["repair.service.report"]

    @classmethod
    def closed(cls, day, count=1, **values):
        """Return the outcomes of cases that were closed on a day, with these values."""
        moment = f"{day} 12:00:00"
        cases = cls.history([(cls.ann, moment, 0, {"stage_id": cls.stage_closed.id})] * count)
        cls.env.flush_all()
        outcomes = cls.env["repair.case.outcome"].search([("case_id", "in", cases.ids)])
        cls.set_columns(outcomes, closed_on=day, **values)
        return outcomes

    @classmethod
    def said(cls, day, *scores, way="rating", **values):
        """Return feedback of a day, one for each score; ``None`` has none."""
        feedback = cls.env["repair.feedback"]._record(
            [
                {
                    "partner_id": cls.ann.id,
                    "company_id": cls.company.id,
                    "way": way,
                    "date": f"{day} 12:00:00",
                    "score": score,
                }
                for score in scores
            ]
        )
        cls.env.flush_all()
        cls.set_columns(feedback, day=day, **values)
        return feedback

    @classmethod
    def set_columns(cls, records, **values):
        """Write what no user may write."""
        assign = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()
        )
        cls.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = ANY(%s)",
                SQL.identifier(records._table),
                assign,
                records.ids,
            )
        )
        cls.env.invalidate_all(flush=False)

    @classmethod
    def at_random(cls, seed, first, days, cases=60):
        """Make closed cases and feedback of any kind, over some days from the first on."""
        chance = random.Random(seed)
        tiers = [cls.high.id, cls.low.id, None]
        for outcome in cls.closed(first, cases):
            day = first + timedelta(days=chance.randrange(days))
            cls.set_columns(
                outcome,
                closed_on=day,
                value_tier_id=chance.choice(tiers),
                team_id=chance.choice([*cls.teams.ids, None]),
                response_result=chance.choice(["met", "met", "missed", None]),
                resolution_result=chance.choice(["met", "missed", None]),
                is_reopened=chance.random() < 0.3,
                fix_result=chance.choice(["fixed", "back", None]),
                fix_known_on=day + timedelta(days=30),
                asked_on=chance.choice([day, None]),
                answered=chance.random() < 0.5,
            )
        for feedback in cls.said(first, *[3] * cases):
            way = chance.choice(["rating", "phone", "complaint"])
            cls.set_columns(
                feedback,
                day=first + timedelta(days=chance.randrange(days)),
                value_tier_id=chance.choice(tiers),
                team_id=chance.choice([*cls.teams.ids, None]),
                way=way,
                score=None if way == "complaint" else chance.choice([1, 2, 3, 4, 4.5, 5, None]),
            )


class ReportCase(FiguresCase):
    """The page of these figures, at the end of a March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-31 12:00:00"))
        cls.teams = cls.env["repair.case.team"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("North", "South")]
        )

    def get(self, **question):
        return self.report.with_env(self.env).get_report(question)

    def cells(self, figure, **question):
        """Return row name -> (text, n) of a figure; rows of which nothing counts are left out."""
        answer = self.get(**question)
        rows = [*answer["rows"], answer["total"]]
        cells = {row["name"]: row["cells"][figure] for row in rows}
        return {name: (cell["text"], cell["n"]) for name, cell in cells.items() if cell["n"]}

    def cell(self, figure, **question):
        """Return the total's cell of a figure."""
        return self.get(**question)["total"]["cells"][figure]

    def opened(self, question, key, figure):
        action = self.report.with_env(self.env).open_records(question, key, figure)
        return self.env[action["res_model"]].search(action["domain"])
