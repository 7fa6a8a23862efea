from odoo.tests import tagged

from ..bases.care import CareCase


@tagged("post_install", "-at_install")
class TestCareCustomer(CareCase):
    """A customer's page shows the care that comes next, and what the customer got last."""

    FIELDS = ("repair_care_next", "repair_last_care_ids")

    def test_next_and_last(self):
        self.ann.repair_birthday = "1990-03-10"
        self.classify()
        greeting = self.rule("date", month="3", day_of_month=3, name="Greeting")
        self.rule("birthday", name="Birthday", sequence=1)
        self.rule("date", month="3", day_of_month=20, name="Spring", action="activity")
        self.care()
        clerk = self.user("rcs_clerk", "user_all")
        ann = self.ann.with_user(clerk)
        self.assertEqual(
            ann.repair_care_next,
            "March 10, 2025: Birthday (Email)\n"
            "March 20, 2025: Spring (skipped: No account manager)",
        )
        self.assertEqual(ann.repair_last_care_ids, greeting.contact_ids)
        self.assertEqual(ann.repair_last_care_ids.state, "sent")

    def test_a_contact_shows_the_care_of_its_customer(self):
        child = self.env["res.partner"].create({"name": "Cleo", "parent_id": self.ann.id})
        child.repair_birthday = "1990-03-10"
        child.email = "cleo@customer.example"
        self.classify()
        self.rule("birthday", name="Birthday")
        for partner in (self.ann, child):
            self.assertEqual(partner.repair_care_next, "March 10, 2025: Birthday (Email)")

    def test_what_waits_for_its_hour_comes_next(self):
        self.classify()
        self.rule("date", month="3", day_of_month=3, name="Late", hour_from=15, hour_to=16)
        self.care()
        self.assertEqual(self.ann.repair_care_next, "March 3, 2025: Late (Email)")

    def test_what_the_preview_says_of_a_customer(self):
        """The page and the preview are told by the same statement; it is only asked of fewer."""
        customers = [self.known(name) for name in ("Bob", "Cleo", "Dan")]
        customers[0].write({"repair_birthday": "1990-03-05", "tz": "Asia/Shanghai"})
        customers[1].write({"repair_birthday": "1990-03-06", "repair_care_opt_out": True})
        self.classify()
        self.rule("birthday", name="Birthday")
        self.rule("date", month="3", day_of_month=9, name="Sunday")
        rows = self.preview()
        for customer in (self.ann, *customers):
            mine = [row for row in rows if row[1] == customer.name]
            lines = (customer.repair_care_next or "").splitlines()
            self.assertEqual(len(lines), len(mine), customer.name)
            for (_day, _name, rule, reason), line in zip(mine, lines, strict=True):
                self.assertIn(rule, line)
                self.assertEqual("skipped" in line, bool(reason))

    def test_the_number_of_queries_does_not_grow(self):
        people = self.env["res.partner"].browse(
            [
                self.known(f"Person {number}", repair_birthday="1990-03-09").id
                for number in range(20)
            ]
        )
        self.classify()
        self.rule("birthday", name="Birthday")
        self.rule("date", month="3", day_of_month=3, name="Today")
        self.care()

        def queries(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.mapped("repair_care_next")
            partners.mapped("repair_last_care_ids.state")
            return self.env.cr.sql_log_count - before

        queries(people[:1])
        self.assertEqual(queries(people), queries(people[:1]))
        self.assertTrue(all(people.mapped("repair_care_next")))

    def test_other_companies_see_their_own(self):
        self.classify()
        self.rule("date", month="3", day_of_month=3, name="Greeting")
        self.care()
        other = self.env["res.company"].create({"name": "Other"})
        ann = self.ann.with_context(allowed_company_ids=other.ids)
        self.assertFalse(ann.repair_care_next)
        self.assertFalse(ann.repair_last_care_ids)
