from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..bases.care import CareCase


@tagged("post_install", "-at_install")
class TestCareEdges(CareCase):
    """Other zones, days that some years lack, ties, and people who may not."""

    def days(self, rule, days, hour="10:00:00"):
        """Run care on days, and return (day, customer, reason) of what a rule did."""
        for day in days:
            self.at(f"{day} {hour}")
            self.care()
        return sorted((str(c.day), c.contact_id.name, c.reason) for c in rule.contact_ids)

    def test_a_day_belongs_to_the_customer(self):
        """Half past four in Los Angeles is the next day in Shanghai, and after midnight UTC."""
        self.ann.write({"tz": "America/Los_Angeles", "repair_birthday": "1990-03-05"})
        self.known("Bo", tz="Asia/Shanghai", repair_birthday="1990-03-05")
        self.classify()
        rule = self.rule("birthday", hour_from=16, hour_to=18)
        self.at("2025-03-05 08:30:00")
        self.care()
        self.assertEqual(self.contacts(rule), [("Bo", "sent", False)])
        self.at("2025-03-06 00:30:00")
        self.care()
        self.assertEqual(
            [(str(c.day), c.contact_id.name, c.state) for c in rule.contact_ids.sorted("id")],
            [("2025-03-05", "Bo", "sent"), ("2025-03-05", "Ann", "sent")],
        )

    def test_half_past_eight_in_shanghai(self):
        """The day has begun there, and in Berlin it is half an hour after midnight."""
        self.ann.write({"tz": "Asia/Shanghai", "repair_birthday": "1990-03-04"})
        self.classify()
        rule = self.rule("birthday", hour_from=8, hour_to=9)
        rows = self.preview()
        self.at("2025-03-04 00:30:00")
        self.care()
        self.assertEqual(rows, [("2025-03-04", "Ann", rule.name, False)])
        self.assertEqual(self.contacts(rule), [("Ann", "sent", False)])

    def test_ties_of_the_limit_go_by_importance_then_by_age_of_the_rule(self):
        self.company.repair_care_limit = 2
        self.classify()
        rules = [
            self.rule("date", month="3", day_of_month=4, sequence=sequence, name=name)
            for name, sequence in (("Older", 5), ("Younger", 5), ("Least", 6), ("Most", 1))
        ]
        expected = {"Most": False, "Older": False, "Younger": "limit", "Least": "limit"}
        self.assertEqual({row[2]: row[3] for row in self.preview()}, expected)
        self.at("2025-03-04 10:00:00")
        self.care()
        self.assertEqual({rule.name: rule.contact_ids.reason for rule in rules}, expected)

    def test_born_on_29_february(self):
        self.ann.repair_birthday = "1992-02-29"
        self.classify()
        rule = self.rule("birthday", working_days_only=False)
        rule.sudo().start_date = "2024-01-01"
        done = self.days(rule, ("2027-02-28", "2027-03-01", "2028-02-28", "2028-02-29"))
        self.assertEqual(done, [("2027-02-28", "Ann", False), ("2028-02-29", "Ann", False)])

    def test_born_in_a_leap_month_of_the_moon(self):
        """Born on the 1st of the leap sixth month of 2017, kept in the plain sixth month."""
        self.ann.write({"repair_birthday": "2017-07-23", "repair_birthday_lunar": True})
        self.classify()
        rule = self.rule("birthday", working_days_only=False)
        # 2025 has a leap sixth month too: 25 June is the plain one's first day, 25 July the other.
        done = self.days(rule, ("2025-06-24", "2025-06-25", "2025-07-25"))
        self.assertEqual(done, [("2025-06-25", "Ann", False)])

    def test_anonymised_customers_get_nothing(self):
        """A name that was taken away, with address and activity: archived comes first."""
        self.known("Bob")
        bob = self.env["res.partner"].search([("name", "=", "Bob"), ("email", "ilike", "bob@")])
        bob.write({"name": "Anonymous", "email": False, "phone": False})
        gone = self.known("Gone")
        gone.write({"name": "Nobody", "email": False, "active": False})
        self.classify()
        rule = self.rule("date", month="3", day_of_month=3)
        self.care()
        self.assertEqual(
            {(name, reason) for name, _s, reason in self.contacts(rule)},
            {("Ann", False), ("Anonymous", "no_address"), ("Nobody", "archived")},
        )

    def test_who_may_not(self):
        self.classify()
        rule = self.rule("date", month="3", day_of_month=3, is_on=False)
        clerk = self.user("rcs_clerk", "user_all")
        portal = new_test_user(self.env, "rcs_care_portal", groups="base.group_portal")
        for user in (clerk, portal):
            mine = rule.with_user(user)
            for call in (mine.action_preview, mine.action_switch_on, mine.action_switch_off):
                name = call.__name__
                with self.subTest(user=user.login, call=name), self.assertRaises(AccessError):
                    call()
            with self.assertRaises(AccessError):
                self.env["repair.service.guide"].with_user(user).action_open()
        with self.assertRaises(AccessError):
            rule.with_user(portal).read(["name"])
        with self.assertRaises(AccessError):
            self.ann.with_user(portal).read(["repair_care_next"])
        stranger = self.user("rcs_stranger", "manager")
        other = self.env["res.company"].create({"name": "Other"})
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            rule.with_user(stranger).with_context(allowed_company_ids=other.ids).action_preview()
