from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.review import ReviewCase, on

from ..models.digest_digest import NO_VALUE
from .common import KPIS, DigestTests

SATISFIED, IN_TIME = KPIS[2:]


@tagged("post_install", "-at_install")
class TestDigestShares(DigestTests, ReviewCase):
    """Shares say of how many they are, and count what the recipient may read."""

    def said(self, moment, score, **values):
        self.env["repair.feedback"]._record(
            [
                {
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "date": moment,
                    "way": "phone",
                    "score": score,
                    **values,
                }
            ]
        )

    def test_satisfied(self):
        digest = self.make_digest()
        for moment, score in (
            ("2025-01-12 22:30:00", 5),
            ("2025-01-12 23:30:00", 1),
            ("2025-01-08 10:00:00", 4),
            ("2025-01-07 10:00:00", 2),
            ("2025-01-05 22:59:00", 1),
            ("2024-12-13 10:00:00", 1),
        ):
            self.said(moment, score)
        values, names = self.shown(digest, self.manager)[SATISFIED]
        # In Berlin 23:30 on the 12th is today, and 22:59 on the 5th not yet the 6th.
        self.assertEqual(values, ["100%", "67%", "40%"])
        self.assertEqual(
            names,
            [
                "Last 24 hours (answers: 1)",
                "Last 7 Days (answers: 3)",
                "Last 30 Days (answers: 5)",
            ],
        )
        self.assertAlmostEqual(self.value(digest, SATISFIED, self.manager), 200 / 3)

    def test_as_the_report_has_it(self):
        self.said("2025-01-12 10:00:00", 5)
        self.said("2025-01-12 11:00:00", 3)
        report = self.env["repair.service.report"].with_user(self.manager)
        question = {"period": "custom", "first": "2025-01-06", "last": "2025-01-12"}
        found = report.get_report(question)
        self.assertEqual(found["total"]["cells"]["satisfied_share"]["text"], "50%")
        self.assertEqual(self.value(self.make_digest(), SATISFIED, self.manager), 50)

    def test_in_time(self):
        digest = self.make_digest()
        met, missed = self.case(self.ann), self.case(self.bob)
        with on("2025-01-14", hour=9):
            met.action_close()
        with on("2025-01-24", hour=9):
            missed.action_close()
        with on("2025-01-15"):
            self.assertEqual(
                self.shown(digest, self.manager)[IN_TIME],
                (
                    ["100%", "100%", "100%"],
                    [f"Last {name} (cases: 1)" for name in ("24 hours", "7 Days", "30 Days")],
                ),
            )
        with on("2025-01-25"):
            values, _names = self.shown(digest, self.manager)[IN_TIME]
            self.assertEqual(values, ["0%", "0%", "50%"])

    def test_nothing_to_count_is_not_none(self):
        """No line where there is nothing at all, and a dash for the periods without anything."""
        digest = self.make_digest()
        self.assertNotIn(SATISFIED, self.shown(digest, self.manager))
        self.assertNotIn(IN_TIME, self.shown(digest, self.manager))
        self.said("2025-01-08 10:00:00", 1)
        values, names = self.shown(digest, self.manager)[SATISFIED]
        self.assertEqual(values, [NO_VALUE, "0%", "0%"])
        self.assertEqual(names[0], "Last 24 hours (answers: 0)")

    def test_only_what_the_recipient_may_read(self):
        """Who sees own cases alone gets the share of those; what is confidential is for few."""
        own = self.case(self.ann, user_id=self.agent.id)
        others = self.case(self.ann, user_id=self.manager.id)
        secret = self.case(self.ann, user_id=self.manager.id, is_confidential=True)
        for case, score in ((own, 5), (others, 1), (secret, 1)):
            self.said("2025-01-12 10:00:00", score, case_id=case.id)
        digest = self.make_digest()
        self.assertAlmostEqual(self.value(digest, SATISFIED, self.manager), 100 / 3)
        self.assertEqual(self.value(digest, SATISFIED, self.agent), 100)
        self.assertEqual(self.shown(digest, self.agent)[SATISFIED][1][0],
                         "Last 24 hours (answers: 1)")  # fmt: skip
