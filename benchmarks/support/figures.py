"""Closed cases and feedback for the figures of service and satisfaction."""

from datetime import date

from odoo.addons.repair_customer_segmentation.figures.measure import Scope, measure

from .data import CASES_EACH, Data, Sink, Unindexed

# What figures are counted from, read once: a row a tier.
SCANS = (
    "SELECT value_tier_id, count(*) FROM repair_case_outcome GROUP BY 1",
    "SELECT value_tier_id, count(*) FROM repair_feedback GROUP BY 1",
)
ALL_TIME = (date(2000, 1, 1), date(2100, 1, 1))


class Figures(Data):
    """The cases of :class:`Data` with what became of them, and what one customer in five said."""

    def prepare(self, outcomes):
        """Make so many closed cases, and feedback for every fifth."""
        self.fill(outcomes // CASES_EACH)
        self.cr.execute("TRUNCATE repair_case_outcome, repair_feedback CASCADE")
        values = {
            "tiers": [tier.id for tier in self.policy.value_tier_ids],
            "teams": self.env["repair.case.team"].search([("name", "!=", False)]).ids or [None],
            "types": self.env["repair.case.type"].search([("name", "!=", False)]).ids or [None],
        }
        with Unindexed(self.cr, "repair_case_outcome"):
            self.cr.execute(OUTCOMES, values)
        with Unindexed(self.cr, "repair_feedback"):
            self.cr.execute(FEEDBACK)
        self.cr.commit()
        self.vacuum("repair_case_outcome", "repair_feedback")
        self.env.invalidate_all()

    def scan(self):
        """Read both tables, one row a tier, the rows sent to the client and thrown away."""
        for query in SCANS:
            self.cr._obj.copy_expert(f"COPY ({query}) TO STDOUT", Sink())

    def measure_all(self):
        """Count all figures, by tier and month, of all that was ever closed or said."""
        scope = Scope(self.company.id, *ALL_TIME)
        return measure(self.cr, scope, by=["value_tier_id", "month"])

    def page(self, by):
        """Read the page of the last twelve months, compared with those before."""
        self.env.invalidate_all()
        return self.env["repair.service.report"].get_report({"by": by, "period": "12"})

    def pivot(self):
        """Read a pivot of closed cases, by tier and month, with three shares."""
        self.env.invalidate_all()
        self.env["repair.case.outcome"].formatted_read_group(
            [],
            ["value_tier_id", "closed_on:month"],
            ["__count", "response_share:avg", "resolution_share:avg", "fix_share:avg"],
        )


OUTCOMES = """
    INSERT INTO repair_case_outcome
           (case_id, company_id, partner_id, type_id, team_id, closed_on, value_tier_id,
            response_result, resolution_result, is_reopened, is_complaint, is_confidential,
            fix_result, fix_known_on, asked_on, answered)
    SELECT id, company_id, partner_id, (%(types)s::int[])[1 + id %% cardinality(%(types)s::int[])],
           (%(teams)s::int[])[1 + id %% cardinality(%(teams)s::int[])], date_closed::date,
           (%(tiers)s::int[])[1 + partner_id %% cardinality(%(tiers)s::int[])],
           CASE WHEN a < 0.8 THEN 'met' WHEN a < 0.95 THEN 'missed' END,
           CASE WHEN b < 0.7 THEN 'met' WHEN b < 0.95 THEN 'missed' END,
           c < 0.03, FALSE, FALSE,
           CASE WHEN c < 0.85 THEN 'fixed' WHEN c < 0.95 THEN 'back' END,
           date_closed::date + 30,
           CASE WHEN a < 0.6 THEN date_closed::date END, b < 0.4
      FROM (SELECT *, random() AS a, random() AS b, random() AS c FROM repair_case) AS closed
     ORDER BY date_closed
"""
FEEDBACK = """
    INSERT INTO repair_feedback
           (case_id, company_id, partner_id, commercial_partner_id, type_id, team_id,
            value_tier_id, date, day, way, score)
    SELECT case_id, company_id, partner_id, partner_id, type_id, team_id, value_tier_id,
           closed_on, closed_on, CASE WHEN a < 0.1 THEN 'complaint' ELSE 'rating' END,
           CASE WHEN a >= 0.1 THEN (ARRAY[1, 3, 5, 5])[1 + floor(4 * random())::int] END
      FROM (SELECT *, random() AS a FROM repair_case_outcome WHERE case_id %% 5 = 0) AS said
     ORDER BY closed_on
""".replace("%%", "%")
