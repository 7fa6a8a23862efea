"""A company with a past for the overview: profiles, changes of tier, closed and open cases."""

from odoo.addons.repair_customer_segmentation.overview import served, tables

from .data import Data, Unindexed
from .desk import Board

LIST = "repair_customer_segmentation.repair_customer_profile_action"


class Overview(Data):
    """The cases of :class:`Data`, what became of them, and how tiers changed over a year."""

    def prepare(self, customers):
        """Make so many customers with five cases each, and all that the page counts."""
        self.fill(customers)
        self.classify_all()
        self.say("making changes of tier, closed cases and answers ...")
        values = {
            "types": self.env["repair.case.type"].search([("name", "!=", False)]).ids,
            "categories": self.env["product.category"].search([("name", "!=", False)]).ids,
            "value": [tier.id for tier in self.policy.value_tier_ids],
            "open": self.env.ref("repair_customer_segmentation.repair_case_stage_new").id,
        }
        self.cr.execute(
            "UPDATE repair_customer_profile SET known_since = now() - interval '1 year'"
        )
        with Unindexed(self.cr, "repair_segmentation_transition"):
            self.cr.execute(TRANSITIONS, values)
        for table, statement in (("repair_case_outcome", OUTCOMES), ("repair_feedback", FEEDBACK)):
            # Counted at the end, all at once.
            self.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            with Unindexed(self.cr, table):
                self.cr.execute(statement, values)
            self.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        self.cr.execute(served.fill())
        self.cr.execute(OPEN_CASES, values)
        self.cr.commit()
        self.vacuum(
            "repair_customer_profile", "repair_segmentation_transition", "repair_case",
            "repair_case_outcome", "repair_feedback",
        )  # fmt: skip
        self.env.invalidate_all()
        self.board = Board(self.env, LIST)

    def keep(self):
        """Make the sums of the past anew, and put those of the same key together."""
        self.env["repair.overview"]._keep_past(self.company)
        tables.fold(self.cr)
        self.cr.commit()
        self.vacuum(*tables.SUMS)

    def page(self, question=None):
        """Answer both requests of the page."""
        self.env.invalidate_all()
        self.env["repair.overview"].get_overview(question)
        self.today()

    def today(self):
        self.env.invalidate_all()
        self.env["repair.overview"].get_today()

    def customer_list(self):
        self.board.read_list()

    def count_queries(self):
        """Return how many queries both requests take, once the caches are warm."""
        before = self.cr.sql_log_count
        self.page()
        return self.cr.sql_log_count - before


# Every second customer changed its value tier within the year, and back.
TRANSITIONS = """
    INSERT INTO repair_segmentation_transition
           (partner_id, company_id, dimension, from_tier_id, to_tier_id, date, cause)
    SELECT partner_id, company_id, dimension, CASE WHEN back THEN other ELSE own END,
           CASE WHEN back THEN own ELSE other END,
           now()::timestamp - part * interval '1 day' - (NOT back)::int * interval '90 days',
           'rule'
      FROM (
        SELECT partner_id, company_id, 'value' AS dimension, value_tier_id AS own,
               (%(value)s::int[])[1 + (value_tier_id = (%(value)s::int[])[1])::int] AS other,
               partner_id %% 250 AS part
          FROM repair_customer_profile
         WHERE partner_id %% 2 = 0
      ) AS changed, (VALUES (FALSE), (TRUE)) AS way (back)
     WHERE own IS NOT NULL
"""
OUTCOMES = """
    INSERT INTO repair_case_outcome
           (case_id, company_id, partner_id, type_id, category_id, closed_on, value_tier_id,
            frequency_tier_id, rfm_tier_id, abc_tier_id, resolution_result, is_reopened,
            is_complaint, is_confidential)
    SELECT c.id, c.company_id, c.partner_id,
           (%(types)s::int[])[1 + c.id %% cardinality(%(types)s::int[])],
           (%(categories)s::int[])[1 + c.id %% cardinality(%(categories)s::int[])],
           date_closed::date, value_tier_id, frequency_tier_id, rfm_tier_id, abc_tier_id,
           CASE WHEN c.id %% 10 < 7 THEN 'met' WHEN c.id %% 10 < 9 THEN 'missed' END,
           FALSE, FALSE, FALSE
      FROM repair_case AS c
      JOIN repair_customer_profile AS own USING (partner_id, company_id)
     ORDER BY date_closed
"""
FEEDBACK = """
    INSERT INTO repair_feedback
           (case_id, company_id, partner_id, commercial_partner_id, value_tier_id,
            frequency_tier_id, rfm_tier_id, abc_tier_id, date, day, way, score)
    SELECT case_id, company_id, partner_id, partner_id, value_tier_id, frequency_tier_id,
           rfm_tier_id, abc_tier_id, closed_on, closed_on,
           CASE WHEN case_id %% 50 = 0 THEN 'complaint' ELSE 'rating' END,
           CASE WHEN case_id %% 50 > 0 THEN (ARRAY[1, 3, 5, 5])[1 + case_id %% 4] END
      FROM repair_case_outcome
     WHERE case_id %% 5 = 0
     ORDER BY closed_on
"""
# One case in a hundred is open; of these, one in ten is late.
OPEN_CASES = """
    UPDATE repair_case
       SET state = 'open', stage_id = %(open)s, date_closed = NULL,
           next_deadline = now()::timestamp + (id %% 1000 - 100) * interval '1 hour',
           resolution_deadline = now()::timestamp + (id %% 1000 - 100) * interval '1 hour',
           resolution_risk_date = now()::timestamp + (id %% 1000 - 110) * interval '1 hour'
     WHERE id IN (SELECT id FROM repair_case ORDER BY date_open DESC LIMIT (
                  SELECT count(*) / 100 FROM repair_case))
"""
