from datetime import timedelta

from odoo.tests import tagged

from ..bases.card import CardCase
from ..bases.review import on


@tagged("post_install", "-at_install")
class TestCardTopics(CardCase):
    """What to talk about: what is late, about to happen, or not known."""

    def topics(self, customer=None, user=None):
        [card] = self.page(user or self.manager, customer or self.ann)
        return [
            " ".join(each.text_content().split())
            for each in card.xpath(".//*[@name='topics']/div[@class='o_card_lines']")
        ]

    def assertTalk(self, text, customer=None, user=None):
        topics = self.topics(customer, user)
        self.assertTrue(any(text in topic for topic in topics), topics)

    def assertNoTalk(self, text, customer=None, user=None):
        topics = self.topics(customer, user)
        self.assertFalse(any(text in topic for topic in topics), topics)

    def test_overdue(self):
        carl = self.customer("Carl")
        days = ("2025-01-07", "2025-01-06")
        _later, first = (self.case(carl, date_open=f"{day} 09:00:00") for day in days)
        words = f"“{first.display_name}” is overdue: say when it will be done."
        self.assertTalk(f"{words} (and 1 more)", carl)

    def test_unhappy_until_somebody_cares(self):
        case = self.case()
        words = "Unhappy on Jan 2, 2025 (2 of 5), and nobody has followed up: “Too slow”."
        self.feedback(score=2, text="Too slow", case_id=case.id)
        self.assertTalk(words)
        case.with_user(self.manager).message_post(body="Sorry", message_type="comment")
        self.assertNoTalk("Unhappy")

    def test_unhappy_is_over_when_planned_or_better_or_old(self):
        self.feedback(score=2)
        self.assertTalk("Unhappy on Jan 2, 2025 (2 of 5), and nobody has followed up.")
        self.ann.activity_schedule("mail.mail_activity_data_call", summary="Say sorry")
        self.assertNoTalk("Unhappy")
        self.feedback(customer=self.bob, score=1)
        self.feedback("2025-01-05 10:00:00", self.bob, score=5)
        self.assertNoTalk("Unhappy", self.bob)
        carl = self.customer("Carl")
        self.feedback("2024-10-14 10:00:00", carl, score=1)
        self.assertNoTalk("Unhappy", carl)
        self.feedback("2024-10-16 10:00:00", carl, score=1)
        self.assertTalk("Unhappy", carl)

    def test_upcoming_change_of_tier(self):
        self.history([(self.ann, f"2025-01-0{day} 10:00:00", 10) for day in (2, 3)])
        self.classify("2025-01-12")
        self.assertTalk("Frequency: 1 more repair in the period would raise the tier to Frequent.")

    def test_change_that_tells_an_amount(self):
        self.history([(self.ann, "2025-01-02 10:00:00", 1_000_000)])
        self.history([(self.customer(f"C{n}"), "2025-01-02 10:00:00", 1) for n in range(4)])
        self.classify("2025-01-12")
        rows = self.env["repair.customer.outlook"].search(
            [("company_id", "=", self.company.id), ("is_money", "=", True)]
        )
        for partner in rows.partner_id:
            self.assertNoTalk("Value:", partner, self.agent)

    def test_contract_and_warranty_that_end(self):
        contract = self.contract(date_end="2025-04-13")
        later = self.contract(self.bob, date_end="2025-04-14")
        self.assertTalk(f"Contract {contract.reference} ends on Apr 13, 2025: talk about renewing")
        self.assertNoTalk(later.reference, self.bob)
        self.device("Kettle", warranty_date="2025-03-14")
        self.device("Mill", warranty_date="2025-03-15")
        self.device("Iron", warranty_date="2025-01-12")
        self.assertTalk("The warranty of “Kettle” ends on Mar 14, 2025: offer a check before that.")
        self.assertNoTalk("Mill")
        self.assertNoTalk("Iron")

    def test_review_recall_and_visit(self):
        self.open_review().date_due = self.company._repair_day() + timedelta(days=14)
        self.assertTalk("The relationship review is due on Jan 27, 2025: hold it now.")
        case = self.case()
        for name, day in (("Seal", "2025-01-13"), ("Hose", "2025-01-14")):
            self.env["repair.declined.work"].create(
                {
                    "name": name,
                    "case_id": case.id,
                    "recall_date": day,
                    "date_declined": "2025-01-02",
                }
            )
        self.assertTalk("Ask again about “Seal”, declined on Jan 2, 2025.")
        self.assertNoTalk("Hose")
        visit = self.visit(self.device("Kettle"), "2025-01-12")
        self.assertTalk(f"“{visit.display_name}” has been due since Jan 12, 2025: agree on a date.")

    def test_offer_of_a_contract(self):
        self.env["repair.contract.template"].create(
            [
                {
                    "name": name,
                    "company_id": self.company.id,
                    "service_level_id": self.best.id,
                    "price_year": price,
                }
                for name, price in (("Basic", 60), ("Full", 90), ("Gold", 100))
            ]
        )
        self.assertTalk("Offer a contract: “Basic” would have cost $ 40.00 less")
        self.assertNoTalk("Full")
        self.assertNoTalk("Offer a contract", user=self.agent)
        self.contract()
        self.assertNoTalk("Offer a contract")

    def test_birthdays(self):
        self.ann.repair_birthday = "1980-02-12"
        self.env["res.partner"].create(
            [
                {"name": "Early", "parent_id": self.ann.id, "repair_birthday": "1990-01-20"},
                {"name": "Far", "parent_id": self.ann.id, "repair_birthday": "1990-02-13"},
            ]
        )
        self.assertTalk("Early has their birthday on Jan 20, 2025. (and 1 more)")
        # The first day of the lunar year of 2025 is 29 January.
        self.bob.write({"repair_birthday": "1990-01-27", "repair_birthday_lunar": True})
        self.assertTalk("Bob has their birthday on Jan 29, 2025.", self.bob)
        with on("2025-02-14"):
            self.assertNoTalk("birthday", self.bob)

    def test_what_to_ask_for(self):
        self.assertTalk("Ask for: Email or phone, Country.")
        self.ann.write({"phone": "1", "country_id": self.env.ref("base.us").id})
        self.assertNoTalk("Ask for")

    def test_the_most_urgent_first_and_the_rest_counted(self):
        self.visit(self.make_rich(self.ann, count=24)[0], "2025-01-12")
        self.ann.write({"repair_birthday": "1980-01-20", "phone": False, "email": False})
        self.open_review()
        self.env["repair.contract.template"].create(
            {"name": "Basic", "company_id": self.company.id, "service_level_id": self.best.id}
        )
        topics = self.topics()
        self.assertEqual(len(topics), 8)
        self.assertIn("is overdue: say when it will be done. (and 9 more)", topics[0])
        self.assertIn("Unhappy on Jan 6, 2025 (1 of 5)", topics[1])
        [card] = self.page(self.manager, self.ann)
        self.assertRegex(self.part(card, "topics_more"), r"^and \d more$")
