from odoo.tests import tagged

from ..bases.common import AS_OF
from ..bases.stale import StaleCase


@tagged("post_install", "-at_install")
class TestStale(StaleCase):
    def test_a_new_case(self):
        self.history([(self.bob, "2025-06-01", 10)])
        self.assertEqual(self.queued(), self.bob)

    def test_each_classifying_change(self):
        values = {
            "stage_id": self.stage_cancelled.id,
            "date_open": "2025-06-02",
            "amount": 11,
            "currency_id": self.env.ref("base.EUR").id,
            "is_rework": True,
        }
        for field, value in values.items():
            with self.subTest(field=field):
                self.case[field] = value
                self.assertEqual(self.queued(), self.ann)

    def test_other_changes_mark_nobody(self):
        self.case.write({"name": "Other", "description": "x", "urgency": "1"})
        self.assertFalse(self.queued())

    def test_an_archived_case_is_open_no_more(self):
        self.case.active = False
        self.assertEqual(self.queued(), self.ann)

    def test_a_case_that_moves_marks_both_customers(self):
        self.case.partner_id = self.bob
        self.assertEqual(self.queued(), self.ann | self.bob)

    def test_a_case_that_moves_to_another_company_marks_both_companies(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        self.case.write({"company_id": other.id, "stage_id": shared.id})
        self.env.cr.flush()
        stale = self.env["repair.customer.stale"].search(
            [("company_id", "in", (self.company | other).ids)]
        )
        self.assertEqual(stale.company_id, self.company | other)
        self.assertEqual(stale.partner_id, self.ann)

    def test_a_deleted_case(self):
        self.case.unlink()
        self.assertEqual(self.queued(), self.ann)

    def test_a_contact_marks_its_company(self):
        enterprise = self.customer("Enterprise", is_company=True)
        contact = self.customer("Contact", parent_id=enterprise.id)
        self.queued()
        self.history([(contact, "2025-06-01", 10)])
        self.assertEqual(self.queued(), enterprise)

    def test_one_insert_a_transaction(self):
        for _i in range(5):
            self.history([(self.ann, "2025-06-01", 10), (self.bob, "2025-06-01", 10)])
        self.case.amount = 12
        self.env.flush_all()
        cron = self.env.ref("repair_customer_segmentation.ir_cron_classify_stale")
        triggers = [("cron_id", "=", cron.id)]
        before = self.env["ir.cron.trigger"].search_count(triggers)
        self.env.cr.flush()
        stale = self.env["repair.customer.stale"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(stale), 2, "one row a customer, whatever the number of changes")
        self.assertEqual(stale.partner_id, self.ann | self.bob)
        self.assertEqual(self.env["ir.cron.trigger"].search_count(triggers), before + 1)

    def test_a_quiet_transaction_queues_nothing(self):
        self.ann.name = "Anna"
        self.assertFalse(self.queued())

    def test_changed_meaning_of_a_stage_marks_the_customers_of_its_cases(self):
        self.history(
            [
                (self.bob, "2025-06-01", 10, {"active": False}),
                (self.customer("Elsewhere"), "2025-06-01", 10, {"stage_id": self.stage_closed.id}),
            ]
        )
        self.queued()
        self.stage_open.is_cancelled = True
        self.assertEqual(self.queued(), self.ann | self.bob)
        self.stage_open.write({"is_cancelled": False, "is_waiting": True})
        self.assertEqual(self.queued(), self.ann | self.bob)

    def test_a_renamed_stage_marks_nobody(self):
        self.stage_open.write({"name": "Renamed", "fold": True, "sequence": 3})
        self.assertFalse(self.queued())

    def test_partners_of_a_savepoint_that_was_rolled_back(self):
        """Neither they nor their marks are left, and earlier marks are."""
        self.case.amount = 11
        savepoint = self.env.cr.savepoint()
        self.history([(self.customer("Gone"), "2025-06-01", 10)])
        self.env.flush_all()
        savepoint.close(rollback=True)
        self.assertEqual(self.queued(), self.ann)

    def test_a_profile_stored_after_its_customer_was_deleted(self):
        """A run that began before goes on to store it; the mark has it removed."""
        case = self.history([(self.bob, "2025-06-01", 10)])
        self.policy.classify(AS_OF)
        case.unlink()
        self.env.cr.execute(
            "CREATE TEMPORARY TABLE late ON COMMIT DROP AS"
            " SELECT * FROM repair_customer_profile WHERE partner_id = %s",
            [self.bob.id],
        )
        bob = self.bob.id
        self.bob.unlink()
        self.env.cr.execute("INSERT INTO repair_customer_profile SELECT * FROM late")
        self.assertIn(bob, self.queued().ids)
        self.policy.classify(AS_OF, partner_ids=[bob])
        self.env.cr.execute(
            "SELECT count(*) FROM repair_customer_profile WHERE partner_id = %s", [bob]
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_a_rolled_back_transaction_marks_nobody(self):
        self.case.amount = 11
        self.env.cr.precommit.clear()
        self.assertFalse(self.queued())


@tagged("post_install", "-at_install")
class TestStaleRatings(StaleCase):
    def rating(self, **values):
        return self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("repair.case"),
                "res_id": self.case.id,
                **values,
            }
        )

    def test_a_rating_that_is_asked_for_marks_nobody(self):
        self.rating()
        self.assertFalse(self.queued())

    def test_a_rating_that_is_given(self):
        token = self.case._rating_get_access_token(partner=self.ann)
        self.queued()
        self.case.rating_apply(5, token=token)
        self.assertEqual(self.queued(), self.ann)

    def test_a_rating_that_is_created_as_given(self):
        self.rating(rating=4, consumed=True)
        self.assertEqual(self.queued(), self.ann)

    def test_a_rating_that_is_withdrawn(self):
        rating = self.rating(rating=4, consumed=True)
        self.queued()
        rating.reset()
        self.assertEqual(self.queued(), self.ann)

    def test_a_rating_that_is_deleted(self):
        rating = self.rating(rating=4, consumed=True)
        self.queued()
        rating.unlink()
        self.assertEqual(self.queued(), self.ann)

    def test_ratings_of_other_records_mark_nobody(self):
        self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.ann.id,
                "rating": 4,
                "consumed": True,
            }
        )
        self.assertFalse(self.queued())
