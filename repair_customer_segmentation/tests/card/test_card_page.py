from datetime import timedelta

from odoo.exceptions import MissingError
from odoo.fields import Command
from odoo.tests import tagged

from ..bases.card import CARD, CardCase

# Between a time and AM or PM.
NARROW = "\N{NARROW NO-BREAK SPACE}"


@tagged("post_install", "-at_install")
class TestCardPage(CardCase):
    """What stands on the card of a customer."""

    def test_who(self):
        level = self.best
        self.served_by(level, self.ann)
        self.ann.write(
            {
                "phone": "+1 415 555 0100",
                "email": "ann@example.com",
                "street": "1 Pier",
                "city": "Oakland",
                "user_id": self.agent.id,
            }
        )
        self.env["res.partner"].create(
            [
                {"name": f"Person {n}", "parent_id": self.ann.id, "function": "Chef", "phone": n}
                for n in range(5)
            ]
        )
        [card] = self.page(self.manager, self.ann)
        self.assertEqual(self.part(card, "customer"), "Ann")
        self.assertEqual(
            self.part(card, "subtitle"),
            "Person · Service level: Best · Account manager: Uma User",
        )
        self.assertEqual(
            self.part(card, "reach"), "+1 415 555 0100 · ann@example.com · 1 Pier, Oakland"
        )
        self.assertEqual(self.part(card, "contact"), "Person 0 (Chef), 0")
        self.assertEqual(self.part(card, "contacts_more"), "and 2 more")

    def test_tiers_and_why(self):
        self.history([(self.ann, f"2025-01-0{day} 10:00:00", 500) for day in range(1, 9)])
        self.classify("2025-01-12")
        [card] = self.page(self.manager, self.ann)
        tiers = self.part(card, "tiers")
        self.assertIn("Frequency Frequent Repairs in the period: 9 repairs (at least", tiers)
        self.assertIn("Value High Value Amount in the period: $ 4,100.00 (at least", tiers)
        self.assertRegex(tiers, r"RFM segment .* Recency \d of 5, Frequency \d of 5")
        self.assertIn("Kind: Individual", self.part(card, "facts"))
        figures = self.part(card, "figures")
        self.assertIn("Amount in the Period $ 4,100.00", figures)
        self.assertIn("Customer since Oct 31, 2024", figures)

    def test_who_put_them_there(self):
        self.env["repair.segmentation.override"].create(
            {
                "partner_id": self.ann.id,
                "company_id": self.company.id,
                "tier_id": self.tier("High Value").id,
                "reason": "Opens a second house",
                "user_id": self.manager.id,
            }
        )
        self.classify("2025-01-13")
        [card] = self.page(self.manager, self.ann)
        self.assertIn("Opens a second house", self.part(card, "tiers"))

    def test_devices_and_repairs(self):
        kettle = self.device("Kettle", warranty_date="2025-06-08", serial_number="K-1")
        self.history(
            [
                (self.ann, "2024-12-05 10:00:00", 250,
                 {"device_id": kettle.id, "name": "No steam", "stage_id": self.stage_closed.id}),
                (self.ann, "2024-12-06 10:00:00", 0,
                 {"name": "Never came", "stage_id": self.stage_cancelled.id}),
            ]
        )  # fmt: skip
        [card] = self.page(self.manager, self.ann)
        self.assertIn("Kettle (K-1) Jun 8, 2025 Dec 5, 2024", self.part(card, "devices"))
        repairs = self.part(card, "repairs")
        self.assertRegex(repairs, r"Dec 5, 2024 C\d+ No steam \$ 250.00")
        self.assertNotIn("Never came", repairs)

    def test_open_things(self):
        case = self.case(self.ann, name="Leaks", date_open="2025-01-10 09:00:00")
        self.env["repair.declined.work"].create(
            {"name": "New seal", "case_id": case.id, "amount": 80, "date_declined": "2025-01-11"}
        )
        review = self.open_review()
        review.user_id = self.agent
        self.ann.activity_schedule(
            "mail.mail_activity_data_call",
            summary="Call back about the offer",
            user_id=self.agent.id,
            date_deadline=self.company._repair_day() - timedelta(days=1),
        )
        case.activity_schedule(
            "mail.mail_activity_data_todo", summary="Order the part", user_id=self.agent.id
        )
        [card] = self.page(self.manager, self.ann)
        found = self.part(card, "open")
        self.assertRegex(found, r"Case C\d+ Leaks \(Test Open\) overdue since Jan \d+, 2025")
        self.assertIn(
            "Promised Call back about the offer (Uma User) overdue since Jan 12, 2025", found
        )
        self.assertIn("Order the part", found)
        self.assertIn("Review Uma User due on Jan 13, 2025", found)
        self.assertIn("Declined Work New seal, $ 80.00 declined on Jan 11, 2025", found)

    def test_what_they_said(self):
        self.feedback(score=5, text="Quick\nand kind")
        self.feedback("2024-12-01 10:00:00", score=4)
        self.feedback("2024-11-01 10:00:00", score=1)
        self.feedback("2023-01-01 10:00:00", score=1)
        self.feedback("2024-11-02 10:00:00", way="complaint")
        self.feedback(customer=self.bob, score=1)
        [card] = self.page(self.manager, self.ann)
        said = self.part(card, "said")
        self.assertIn("Satisfied (4 or 5) 67% answers: 3", said)
        self.assertIn("Average Score (1 to 5) 3.3 answers: 3", said)
        self.assertIn("Complaints 1", said)
        self.assertIn("Jan 2, 2025 Phone 5 of 5 Quick and kind", said)
        self.assertIn("and 2 more", said)

    def test_contract(self):
        devices = self.env["repair.device"].union(*(self.device(n) for n in "ABCD"))
        contract = self.contract(
            device_ids=[Command.set(devices.ids)], visits_year=2, price_year=900
        )
        [card] = self.page(self.manager, self.ann)
        self.assertEqual(
            self.part(card, "contracts"),
            f"Contract {contract.reference} until Mar 1, 2025 Best; A, B and 2 more; "
            "visits a year: 2; $ 900.00 a year",
        )

    def test_nothing_is_known(self):
        [card] = self.page(self.manager, self.customer("Nobody"))
        self.assertIn("No tiers yet", self.part(card, "no_tiers"))
        text = " ".join(card.text_content().split())
        for words in (
            "Nothing special", "Nothing is open.", "No device is known.", "No closed case",
            "No answer and no deadline yet.", "No contract.",
        ):  # fmt: skip
            self.assertIn(words, text)

    def test_nothing_is_left_out_unsaid(self):
        """300 devices and 1,000 repairs: some of them, and how many there are besides."""
        self.make_rich(self.ann)
        row = (self.ann, "2024-12-01 10:00:00", 1, {"stage_id": self.stage_closed.id})
        self.history([row] * 991)
        [card] = self.page(self.manager, self.ann)
        self.assertIn("and 294 more", self.part(card, "devices"))
        self.assertIn("and 994 more", self.part(card, "repairs"))
        self.assertIn("and 6 more", self.part(card, "open"))
        self.assertIn("(and 299 more)", self.part(card, "topics"))
        self.assertEqual(self.part(card, "contracts_more"), "and 2 more")

    def test_in_the_language_of_the_reader(self):
        """Not in the customer's: the card is for us."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["repair_customer_segmentation"], ["zh_CN"])
        self.history([(self.ann, "2024-12-05 10:00:00", 250, {"stage_id": self.stage_closed.id})])
        self.ann.lang = "zh_CN"
        self.assertIn("Last Repairs", self.text(self.manager, self.ann))
        chinese = self.text(self.manager, self.ann, lang="zh_CN")
        self.assertIn("2024年12月5日", chinese)
        for english in ("Last Repairs", "What to Talk About", "Printed by", "of 5", "and "):
            self.assertNotIn(english, chinese)

    def test_in_the_zone_of_the_reader(self):
        moment = "2024-12-05 23:30:00"
        self.history([(self.ann, moment, 250, {"stage_id": self.stage_closed.id})])
        for zone, day in (("Asia/Shanghai", "Dec 6, 2024"), ("America/Los_Angeles", "Dec 5, 2024")):
            [card] = self.page(self.manager, self.ann, tz=zone)
            self.assertIn(day, self.part(card, "repairs"), zone)
        for zone, hour in (("Asia/Shanghai", "5:00 PM"), ("America/Los_Angeles", "1:00 AM")):
            [card] = self.page(self.manager, self.ann, tz=zone)
            printed = self.part(card, "printed").replace(NARROW, " ")
            self.assertIn(f"on Jan 13, 2025, {hour}", printed)

    def test_one_page_a_customer(self):
        """Contacts of a customer print one card, that of the customer."""
        person = self.env["res.partner"].create({"name": "Person", "parent_id": self.ann.id})
        cards = self.page(self.manager, person | self.bob | self.ann)
        self.assertEqual([self.part(card, "customer") for card in cards], ["Ann", "Bob"])

    def test_from_other_records(self):
        case, review = self.case(self.bob), self.open_review()
        kettle = self.device("Kettle", self.bob, purchase_date="2024-01-15")
        visit = self.visit(kettle, "2025-02-01")
        for report, records, name in (
            ("_of_case", case, "Bob"),
            ("_of_review", review, "Ann"),
            ("_of_visit", visit, "Bob"),
            ("_of_profile", self.profile_of(self.ann), "Ann"),
        ):
            [card] = self.page(self.agent, records, CARD + report)
            self.assertEqual(self.part(card, "customer"), name)
            action = self.env.ref(f"repair_customer_segmentation.{report[4:]}_action_customer_card")
            self.assertEqual(action.model, records._name)
            self.assertEqual(action.binding_model_id.model, records._name)

    def test_archived_and_merged(self):
        self.ann.active = False
        [card] = self.page(self.manager, self.ann)
        self.assertIn("Archived", self.part(card, "subtitle"))
        self.assertIn("Total Repairs 1", self.part(card, "figures"))
        self.ann.active = True
        self.env["base.partner.merge.automatic.wizard"]._merge((self.ann | self.bob).ids, self.ann)
        self.classify("2025-01-13")
        [card] = self.page(self.manager, self.ann)
        self.assertIn("Total Repairs 2", self.part(card, "figures"))
        with self.assertRaises(MissingError):
            self.page(self.manager, self.bob)
