import random
from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ...overview import past, tables
from ..bases.overview import NOW, OverviewCase


@tagged("post_install", "-at_install")
class TestKeptSums(OverviewCase):
    """Whatever happens, the sums that are kept are those of all rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.live(16, cases=90)

    def keep(self):
        self.env.flush_all()
        self.env["repair.overview"]._keep_past(self.company)

    def test_random_years(self):
        for seed in range(6):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.live_at_random(random.Random(seed))
                savepoint.rollback()
            self.env.invalidate_all()

    def live_at_random(self, chance, steps=14):
        self.keep()
        happenings = [
            self.run_all, self.run_some, self.leave, self.archive, self.restore, self.delete,
            self.merge, self.override, self.come, self.close, self.reopen, self.cancel,
            self.say, self.unsay, self.drop_type, self.know_costs, self.keep,
            lambda: tables.fold(self.env.cr),
        ]  # fmt: skip
        self.chance, moment = chance, NOW
        for _step in range(steps):
            moment += timedelta(hours=chance.randrange(1, 99))
            happening = chance.choice(happenings)
            with freeze_time(moment), self.subTest(happening=happening.__name__):
                happening()
                self.env.flush_all()
                self.assertKept()

    def partner(self, active=True):
        partners = self.people.exists().filtered(lambda partner: partner.active == active)
        return partners and self.chance.choice(partners)

    def case(self, *states):
        return self.env["repair.case"].search(
            [("company_id", "=", self.company.id), ("state", "in", states)],
            limit=1, offset=self.chance.randrange(9),
        )  # fmt: skip

    def run_all(self):
        self.policy.classify()

    def run_some(self):
        self.policy.classify(partner_ids=self.people.exists().ids[:: self.chance.randrange(1, 4)])

    def archive(self):
        self.partner().active = False

    def restore(self):
        if partner := self.partner(active=False):
            partner.active = True

    def leave(self, partner=None):
        """Remove what makes a customer one, with what was said of it."""
        partner = partner or self.partner()
        for model in ("repair.case", "repair.device", "repair.segmentation.override"):
            self.env[model].search([("partner_id", "=", partner.id)]).unlink()
        self.run_all()
        return partner

    def delete(self):
        self.leave().unlink()

    def merge(self):
        both = self.partner() | self.partner()
        if len(both) == 2:
            self.env["base.partner.merge.automatic.wizard"]._merge(both.ids, both[0])

    def override(self):
        self.env["repair.segmentation.override"].create(
            {
                "partner_id": self.partner().id,
                "company_id": self.company.id,
                "dimension": "value",
                "tier_id": self.chance.choice(self.policy.value_tier_ids).id,
                "reason": "They asked",
            }
        )

    def come(self):
        self.history([(self.partner(), NOW, 400)])
        self.run_some()

    def know_costs(self):
        """Say what a case cost, or that nobody knows it after all."""
        case = self.case("open", "closed")
        case.parts_cost = False if case.parts_cost is not False else self.chance.randrange(900)
        case.work_hours = 0
        self.run_some()

    def close(self):
        self.case("open", "waiting").stage_id = self.stage_closed

    def reopen(self):
        self.case("closed").stage_id = self.stage_open

    def cancel(self):
        self.case("open", "closed").stage_id = self.stage_cancelled
        self.run_all()

    def say(self):
        partner, score = self.partner(), self.chance.choice([1, 3, 5])
        self.env["repair.feedback"]._record(
            [{"partner_id": partner.id, "company_id": self.company.id, "way": "phone",
              "date": NOW, "score": score}]
        )  # fmt: skip

    def unsay(self):
        self.env["repair.feedback"].search([("company_id", "=", self.company.id)], limit=1).unlink()

    def drop_type(self):
        used = self.env["repair.case.outcome"].search([("type_id", "!=", False)], limit=1)
        self.env.cr.execute(
            "UPDATE repair_case_outcome SET type_id = NULL WHERE type_id = %s", [used.type_id.id]
        )

    def test_the_past_is_kept_between_runs(self):
        self.keep()
        self.assertTrue(self.assertPastKept())
        self.history([(self.people[-1], NOW, 5000), (self.people[-2], NOW, 3000)])
        self.policy.classify()
        self.people[0].active = False
        self.assertTrue(self.assertPastKept(), "runs and archiving do not change the record")
        self.assertAgrees()

    def test_who_leaves_and_comes_back_was_there(self):
        self.keep()
        changed = self.env["repair.segmentation.transition"].search(
            [("company_id", "=", self.company.id), ("date", "<", "2025-06-30")]
        )
        partner = self.leave(changed.partner_id[0])
        self.assertFalse(self.profile_of(partner))
        self.assertTrue(self.assertPastKept())
        self.assertMonths(self.ask("year"))
        self.history([(partner, NOW, 400)])
        self.policy.classify(partner_ids=partner.ids)
        self.assertTrue(self.profile_of(partner))
        self.assertTrue(self.assertPastKept())
        self.assertMovement(self.ask("year"))

    def test_a_merge_and_a_rebuilt_past_are_counted_anew(self):
        self.keep()
        both = self.people[:2]
        self.env["base.partner.merge.automatic.wizard"]._merge(both.ids, both[0])
        self.policy.classify()
        self.assertFalse(self.assertPastKept())
        self.assertMonths(self.ask("year"))
        self.keep()
        self.assertTrue(self.assertPastKept())
        wizard = self.env["repair.backfill.wizard"].create({"months": 12})
        wizard.action_rebuild()
        self.assertMonths(self.ask("year"))

    def test_a_tier_that_is_deleted_is_nowhere(self):
        self.keep()
        self.revise(change=lambda draft: draft.value_tier_ids[0].unlink())
        self.policy.classify()
        old = self.policy.version_ids.filtered(lambda version: version.state == "archived")
        self.assertMonths(self.ask("year"))
        self.assertMovement(self.ask("year"))
        self.assertTrue(old)

    def test_an_ended_month_is_counted_until_it_is_kept(self):
        self.keep()
        moments = []
        with freeze_time("2025-08-02 12:00:00"):
            self.assertFalse(self.assertPastKept())
            self.keep()
            self.assertTrue(self.assertPastKept())
            self.env.cr.execute(
                "SELECT moment FROM repair_overview_moment WHERE company_id = %s",
                [self.company.id],
            )
            moments = self.env.cr.fetchall()
        self.assertEqual(len(moments), 12)

    def test_emptied_tables_leave_nothing(self):
        self.keep()
        self.env.cr.execute("TRUNCATE repair_customer_profile, repair_customer_outlook")
        self.env.cr.execute("SELECT count(*) FROM repair_overview_sum")
        self.assertEqual(self.env.cr.fetchone(), (0,))
        self.assertFalse(past.is_kept(self.env.cr, self.company.id, [NOW]))
