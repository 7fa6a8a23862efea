from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...desk.similarity import likeness, words_of
from ..bases.desk import DeskCase


class TestLikeness(BaseCase):
    """Words, and what makes two cases alike."""

    def test_words(self):
        for text, words in (
            ("The dishwasher leaks at the door", ["dishwasher", "leaks", "door"]),
            ("Error E04, Kärcher-K5: E04!", ["error", "e04", "kärcher", "k5"]),
            ("洗衣机漏水 E2", ["洗衣", "衣机", "机漏", "漏水", "e2"]),
            ("a_b on", []),
            (False, []),
        ):
            with self.subTest(text):
                self.assertEqual(words_of(text), words)

    def test_likeness(self):
        words = ["pump", "leaks"]
        for facts, points in (
            ({"others": ["door"], "same_type": True}, 0),
            ({"others": ["pump"]}, 2),
            ({"others": ["pump", "leaks"], "same_type": True}, 5),
            ({"others": [], "same_model": True}, 3),
            ({"others": ["leaks"], "same_model": True, "same_device": True}, 8),
        ):
            with self.subTest(facts):
                self.assertEqual(likeness(words, **facts)[0], points)


@tagged("post_install", "-at_install")
class TestSimilar(DeskCase):
    """Closed cases that were like the one at hand, and what became of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.user("rcs_agent", "user", name="Agent")
        cls.reader = cls.user("rcs_reader", "user_all")
        cls.product = cls.env["product.product"].create({"name": "Pump 5"})
        cls.bob = cls.customer("Bob")
        cls.mine, cls.theirs, cls.named, cls.alike = cls.env["repair.device"].create(
            [
                {"product_id": cls.product.id, "partner_id": cls.ann.id, "serial_number": "A1"},
                {"product_id": cls.product.id, "partner_id": cls.bob.id, "serial_number": "B1"},
                {"name": "Old 50% kettle", "partner_id": cls.ann.id},
                {"name": "old 50% KETTLE", "partner_id": cls.bob.id},
            ]
        )
        cls.type_one = cls.env["repair.case.type"].create({"name": "One"})

    def done(self, name, days=10, partner=None, **values):
        opened = datetime(2025, 1, 1, 9) - timedelta(days=days)
        return self.case(
            partner,
            name=name,
            date_open=opened,
            date_closed=values.pop("closed", opened + timedelta(days=3)),
            **{"stage_id": self.stage_closed.id, **values},
        )

    def found(self, case, user=None):
        self.env.flush_all()
        rows = case.with_user(user or self.reader).similar_cases()
        return [(row["id"], row["why"]) for row in rows]

    def test_the_best_first_and_why(self):
        same = self.done("Something else", device_id=self.mine.id)
        model = self.done("Leaks", partner=self.bob, device_id=self.theirs.id)
        word = self.done("Leaks at the seal", partner=self.bob, type_id=self.type_one.id)
        self.done("Nothing in common", type_id=self.type_one.id)
        self.case(name="Leaks, but open")
        case = self.case(name="Pump leaks", device_id=self.mine.id, type_id=self.type_one.id)
        self.assertEqual(
            self.found(case),
            [
                (same.id, ["The same device"]),
                (model.id, ["Same model", "Words: leaks"]),
                (word.id, ["Words: leaks", "Same type"]),
            ],
        )

    def test_devices_without_a_product_are_compared_by_name(self):
        other = self.done("Anything", partner=self.bob, device_id=self.alike.id)
        case = self.case(name="x", device_id=self.named.id)
        self.assertEqual(self.found(case), [(other.id, ["Same model"])])

    def test_the_outcome(self):
        self.done(
            "Leaks",
            user_id=self.agent.id,
            solution="New seal",
            device_id=self.mine.id,
            is_rework=True,
        )
        [row] = self.case(name="Leaks").with_user(self.reader).similar_cases()
        self.assertEqual(row["solution"], "New seal")
        self.assertEqual(
            row["outcome"], ["Closed on December 25, 2024", "after 3 days", "by Agent"]
        )
        self.assertEqual((row["is_rework"], row["came_back"]), (True, False))
        late = self.case(device_id=self.mine.id, is_rework=True)
        self.assertEqual(late.with_user(self.reader).similar_cases()[0]["came_back"], True)
        self.company.repair_rework_days = 10
        [row] = self.case(name="Leaks").with_user(self.reader).similar_cases()
        self.assertFalse(row["came_back"], "so late is no rework of that repair")

    def test_nothing_is_found_that_one_may_not_see(self):
        self.done("Leaks secretly", is_confidential=True, user_id=self.agent.id)
        self.done("Leaks elsewhere", user_id=self.reader.id)
        case = self.case(name="Leaks")
        names = {
            user: {row["name"].split(" ", 1)[1] for row in case.with_user(user).similar_cases()}
            for user in (self.agent, self.reader)
        }
        self.assertEqual(names[self.agent], {"Leaks secretly"})
        self.assertEqual(names[self.reader], {"Leaks elsewhere"})

    def test_other_companies_do_not_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        stage = self.env["repair.case.stage"].create(
            {"name": "Theirs", "is_closed": True, "company_id": other.id}
        )
        self.done("Leaks", company_id=other.id, stage_id=stage.id, currency_id=other.currency_id.id)
        self.assertEqual(self.found(self.case(name="Leaks")), [])

    def test_no_query_per_case(self):
        for i in range(30):
            self.done(f"Leaks {i:04}", device_id=self.mine.id, user_id=self.agent.id)
        case = self.case(name="Leaks", device_id=self.mine.id)
        self.found(case)
        self.env.invalidate_all()
        with self.assertQueryCount(21):
            self.assertEqual(len(case.with_user(self.reader).similar_cases()), 10)
