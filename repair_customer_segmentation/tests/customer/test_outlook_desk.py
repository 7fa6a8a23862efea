from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools.safe_eval import safe_eval

from ..bases.common import AS_OF
from ..bases.outlook import NBSP, OutlookCase


@tagged("post_install", "-at_install")
class TestOutlookAccess(OutlookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bob = cls.customer("Bob")
        cls.history([(cls.ann, "2025-06-01", 300)] * 3 + [(cls.bob, "2024-07-10", 1000)])
        cls.policy.classify(as_of=AS_OF)
        cls.env.flush_all()

    def kinds(self):
        rows = self.env["repair.customer.outlook"].search([("company_id", "=", self.company.id)])
        return sorted((row.partner_id.name, row.dimension, row.kind) for row in rows)

    @users("rcs_amount", "rcs_manager")
    def test_who_may_see_amounts_sees_all(self):
        self.assertEqual(
            self.kinds(),
            [
                ("Ann", "frequency", "rise"),
                ("Ann", "value", "rise"),
                ("Bob", "value", "leave"),
            ],
        )

    @users("rcs_user")
    def test_others_are_not_told_by_the_list(self):
        self.assertEqual(self.kinds(), [("Ann", "frequency", "rise")])
        outlook = self.env["repair.customer.outlook"]
        company = [("company_id", "=", self.company.id)]
        self.assertEqual(outlook.search_count([*company, ("is_money", "=", True)]), 0)
        self.assertEqual(
            outlook._read_group(company, ["dimension"], ["__count"]), [("frequency", 1)]
        )
        for action in (
            lambda: outlook.search([("amount", ">", 1)]),
            lambda: outlook.search(company).read(["amount"]),
            lambda: outlook.search([], order="amount"),
        ):
            with self.assertRaises(AccessError):
                action()

    @users("rcs_user")
    def test_the_partner_page_tells_the_same(self):
        ann, bob = (self.ann | self.bob).with_env(self.env)
        self.assertEqual(
            ann.repair_outlook,
            "Frequency: 1 more repair in the period would raise the tier to Frequent.",
        )
        self.assertEqual(bob.repair_outlook, "")

    @users("rcs_amount")
    def test_the_partner_page_tells_amounts(self):
        self.assertEqual(
            self.bob.with_env(self.env).repair_outlook.replace(NBSP, " "),
            "Value: From July 11, 2025 the calculated tier is Ordinary: 1 repair leaves the "
            "period. $ 1,000.00 more in the period would keep the tier at High.",
        )

    @users("rcs_manager")
    def test_another_company_is_apart(self):
        other = self.env["res.company"].sudo().create({"name": "Other"})
        self.env["repair.customer.outlook"].sudo().search(
            [("partner_id", "=", self.ann.id)]
        ).company_id = other
        self.env.invalidate_all()
        self.assertEqual(self.kinds(), [("Bob", "value", "leave")])


@tagged("post_install", "-at_install")
class TestOutlookCall(OutlookCase):
    """A call is planned from the list, and its note tells no amount."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("rcs_desk", "user", "amount")
        cls.ann.user_id = cls.env["res.users"].search([("login", "=", "rcs_user")])
        cls.history([(cls.ann, "2025-06-01", 300)] * 3)
        cls.policy.classify(as_of=AS_OF)
        cls.env.flush_all()

    def schedule(self, rows):
        action = rows.action_schedule_call()
        self.assertEqual(action["res_model"], "mail.activity.schedule")
        wizard = self.env["mail.activity.schedule"].with_context(**action["context"]).create({})
        wizard.action_schedule_activities()
        return self.ann.activity_ids

    @users("rcs_desk")
    def test_a_call(self):
        rows = self.outlook()
        self.assertEqual(rows.mapped("dimension"), ["value", "frequency"])
        activity = self.schedule(rows)
        self.assertRecordValues(
            activity,
            [
                {
                    "res_model": "res.partner",
                    "res_id": self.ann.id,
                    "user_id": self.ann.user_id.id,
                    "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
                    "summary": "Call about the next repair",
                }
            ],
        )
        self.assertEqual(
            str(activity.note),
            "<p>1 more repair in the period would raise the tier to Frequent.</p>",
        )
        self.env.invalidate_all()
        self.assertEqual(rows[0].activity_date_deadline, activity.date_deadline)

    @users("rcs_desk")
    def test_a_value_row_leaves_the_note_empty(self):
        self.assertFalse(self.schedule(self.outlook()[0]).note)


@tagged("post_install", "-at_install")
class TestOutlookSearch(OutlookCase):
    """The filters and groups of the list, each by what it must find."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bob, cls.eve = cls.customer("Bob"), cls.customer("Eve")
        cls.history(
            [(cls.ann, "2025-06-01", 10)] * 3
            + [(cls.bob, "2024-07-03", 10), *[(cls.bob, "2025-06-01", 10)] * 3]
            + [(cls.eve, "2024-07-20", 1000)]
        )
        cls.policy.classify(as_of=AS_OF)
        cls.manager = cls.env["res.users"].search([("login", "=", "rcs_manager")])
        cls.ann.user_id = cls.manager
        cls.bob.activity_schedule("mail.mail_activity_data_call", user_id=cls.manager.id)
        cls.env.flush_all()
        view = cls.env["repair.customer.outlook"].get_view(view_type="search")
        cls.filters = {
            node.get("name"): node for node in etree.fromstring(view["arch"]).iter("filter")
        }

    def found(self, name):
        domain = safe_eval(self.filters[name].get("domain"), {"uid": self.env.uid})
        domain.append(("company_id", "=", self.company.id))
        rows = self.env["repair.customer.outlook"].search(domain, order="partner_id")
        return rows.partner_id.mapped("name")

    @users("rcs_manager")
    @freeze_time("2025-07-01 12:00:00")
    def test_filters(self):
        expected = {
            "my_customers": ["Ann"],
            "no_salesperson": ["Bob", "Eve"],
            "fall": [],
            "leave": ["Bob", "Eve"],
            "rise": ["Ann"],
            "value": ["Eve"],
            "frequency": ["Ann", "Bob"],
            "abc": [],
            "this_week": ["Bob"],
            "no_activity": ["Ann", "Eve"],
        }
        named = {name for name, node in self.filters.items() if node.get("domain")}
        self.assertEqual(named, set(expected))
        for name, names in expected.items():
            with self.subTest(filter=name):
                self.assertEqual(self.found(name), names)

    @users("rcs_manager")
    def test_groups(self):
        domain = [("company_id", "=", self.company.id)]
        outlook = self.env["repair.customer.outlook"]
        groups = 0
        for name, node in self.filters.items():
            group_by = safe_eval(node.get("context", "{}")).get("group_by")
            if group_by:
                groups += 1
                with self.subTest(group=name):
                    counts = outlook._read_group(domain, [group_by], ["__count"])
                    self.assertEqual(sum(count for _group, count in counts), 3)
        self.assertEqual(groups, 5)
        by_user = dict(outlook._read_group(domain, ["user_id"], ["__count"]))
        self.assertEqual(by_user[self.manager.with_env(self.env)], 1)
