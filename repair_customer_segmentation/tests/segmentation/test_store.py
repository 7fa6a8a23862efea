from datetime import datetime
from random import Random

from odoo.tests import tagged

from ..bases.common import AS_OF, SegmentationCase


class StoreCase(SegmentationCase):
    def rows(self):
        """Return the company's profile rows as they are on disk: partner -> (place, writer)."""
        self.env.cr.execute(
            "SELECT partner_id, ctid::text, xmin::text FROM repair_customer_profile"
            " WHERE company_id = %s",
            [self.company.id],
        )
        return {partner: place for partner, *place in self.env.cr.fetchall()}

    def table(self):
        """Return everything that a profile says, without who wrote it and when."""
        self.env.cr.execute(
            "SELECT (to_jsonb(profile) - 'id' - 'run_id' - 'classified_at')::text"
            " FROM repair_customer_profile profile WHERE company_id = %s ORDER BY partner_id",
            [self.company.id],
        )
        return [row for (row,) in self.env.cr.fetchall()]


@tagged("post_install", "-at_install")
class TestStore(StoreCase):
    """Only differences are written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(3)
        cls.ann, cls.bob, cls.cas = cls.people
        cls.cases = cls.history(
            [
                (cls.ann, "2025-06-01 12:34:56", "33.33"),
                (cls.bob, "2025-05-01", "-12.10"),
                (cls.bob, "2025-05-11", "0.10"),
                (cls.cas, "2025-06-01", 5, {"stage_id": cls.stage_cancelled.id}),
            ]
        )

    def classify(self, *people, as_of=AS_OF):
        ids = [partner.id for partner in people] if people else None
        return self.policy.classify(as_of=as_of, partner_ids=ids)

    def test_a_first_run_creates_and_a_second_writes_nothing(self):
        self.assertEqual(self.classify().changed_count, 3)
        before = self.rows()
        self.assertEqual(set(before), set(self.people.ids))
        self.assertEqual(self.classify().changed_count, 0)
        self.assertEqual(self.rows(), before)

    def test_a_quiet_night_writes_nothing(self):
        """Recency and tenure grow by one a day; they are derived, not stored."""
        self.classify(as_of=datetime(2025, 6, 30))
        before = self.rows()
        run = self.classify(as_of=AS_OF)
        self.assertEqual(run.changed_count, 0)
        self.assertEqual(self.rows(), before)

    def test_only_the_changed_customer_is_written(self):
        first = self.classify()
        before = self.rows()
        self.history([(self.bob, "2025-05-12", 1)])
        second = self.classify()
        self.assertRecordValues(second, [{"customer_count": 3, "changed_count": 1}])
        after = self.rows()
        self.assertEqual([p for p in after if after[p] != before[p]], [self.bob.id])
        self.assertRecordValues(
            self.profile_of(self.bob),
            [{"repair_count": 3, "amount": -11, "run_id": second.id, "classified_at": AS_OF}],
        )
        self.assertEqual(self.profile_of(self.ann).run_id, first)

    def test_a_changed_partner_is_a_change(self):
        self.classify()
        country = self.env.ref("base.be")
        industry = self.env["res.partner.industry"].create({"name": "Bakery"})
        self.ann.write({"is_company": True, "industry_id": industry.id, "country_id": country.id})
        self.assertEqual(self.classify().changed_count, 1)
        self.assertRecordValues(
            self.profile_of(self.ann),
            [
                {
                    "kind_tier_id": self.tier("Enterprise").id,
                    "industry_id": industry.id,
                    "country_id": country.id,
                }
            ],
        )
        self.assertEqual(self.profile_of(self.bob).kind_tier_id, self.tier("Individual"))

    def test_a_customer_whose_only_case_is_deleted_is_none_any_more(self):
        self.classify()
        self.cases[0].unlink()
        run = self.classify()
        self.assertRecordValues(run, [{"customer_count": 2, "changed_count": 1}])
        self.assertFalse(self.profile_of(self.ann))

    def test_a_partial_run_removes_too(self):
        self.classify()
        (self.cases[0] | self.cases[3]).unlink()
        run = self.classify(self.ann)
        self.assertRecordValues(run, [{"customer_count": 0, "changed_count": 1}])
        self.assertFalse(self.profile_of(self.ann))
        self.assertTrue(self.profile_of(self.cas), "nobody asked for this customer")

    def test_a_case_that_moves_takes_the_profile_along(self):
        self.classify()
        dan = self.customer("Dan")
        self.cases[0].partner_id = dan
        run = self.classify(self.ann, dan)
        self.assertRecordValues(run, [{"customer_count": 1, "changed_count": 2}])
        self.assertFalse(self.profile_of(self.ann))
        self.assertEqual(self.profile_of(dan).amount, 33.33)

    def test_a_partial_run_touches_only_those_asked_for(self):
        self.classify()
        before = self.rows()
        self.history([(partner, "2025-06-20", 1) for partner in self.people])
        run = self.classify(self.bob)
        self.assertRecordValues(run, [{"scope": "some", "customer_count": 1, "changed_count": 1}])
        after = self.rows()
        self.assertEqual([p for p in after if after[p] != before[p]], [self.bob.id])

    def test_a_deleted_partner_takes_its_profile_along(self):
        potential = self.customer("Potential")
        case = self.history([(potential, "2025-06-01", 1)])
        self.classify()
        case.unlink()
        potential.unlink()
        self.assertEqual(set(self.rows()), set(self.people.ids))

    def test_profiles_of_another_company_stay(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        self.history([(self.ann, "2025-06-01", 7, {"company_id": other.id, "stage_id": shared.id})])
        other._active_repair_policy().classify(as_of=AS_OF)
        self.classify()
        self.assertEqual(self.profile_of(self.ann, other).amount, 7)
        self.cases[0].unlink()
        self.classify()
        self.assertFalse(self.profile_of(self.ann))
        self.assertEqual(self.profile_of(self.ann, other).amount, 7)


@tagged("post_install", "-at_install")
class TestPieces(StoreCase):
    """In one go, in pieces or one by one: the same table."""

    def test_pieces_make_the_whole(self):
        random = Random(19)
        people = self.customers(40)
        rows = [
            (partner, f"2025-0{random.randint(1, 6)}-{random.randint(1, 28):02}", amount)
            for partner in people
            for amount in random.choices((0, 5, 19.99, 80, -5, 250), k=random.randint(1, 6))
        ]
        self.history(rows)
        self.policy.classify(as_of=AS_OF)
        whole = self.table()
        self.assertEqual(len(whole), 40)
        for size in (7, 1, 40):
            with self.subTest(size=size):
                self.env.cr.execute(
                    "DELETE FROM repair_customer_profile WHERE company_id = %s", [self.company.id]
                )
                for start in range(0, 40, size):
                    piece = people[start : start + size]
                    run = self.policy.classify(as_of=AS_OF, partner_ids=piece.ids)
                    self.assertEqual((run.scope, run.changed_count), ("some", len(piece)))
                self.assertEqual(self.table(), whole)
