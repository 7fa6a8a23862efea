from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..bases.common import GROUP, SegmentationCase

CUSTOMER_FORM = "repair_customer_segmentation.res_partner_view_form_repair_customer"


@tagged("post_install", "-at_install")
class TestContacts(SegmentationCase):
    """One role of ours is enough for what the screens offer to do with customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann", phone="+1 415 555 0110")
        cls.history([(cls.ann, "2025-06-01", 10)])
        cls.policy.classify()
        cls.own = cls.user("rcs_own", "user")
        cls.manager = cls.user("rcs_manager", "manager")
        cls.employee = cls.user("rcs_employee")

    def test_clerk_corrects_and_adds(self):
        ann = self.ann.with_user(self.own)
        with Form(ann, CUSTOMER_FORM) as form:
            form.phone = "+1 415-555-0199"
        self.assertEqual(ann.phone, "+1 415-555-0199")
        contact = ann.create({"name": "Tom", "parent_id": ann.id, "phone": "1"})
        self.assertEqual(contact.commercial_partner_id, ann)

    def test_clerk_deletes_no_contact(self):
        with self.assertRaises(AccessError):
            self.customer("Bob").with_user(self.own).unlink()

    def test_gaps_are_filled_in_the_list(self):
        industry = self.env["res.partner.industry"].create({"name": "Bakeries"})
        for user in (self.own, self.manager):
            with self.subTest(user.login):
                self.ann.with_user(user).write(
                    {"vat": "US12", "industry_id": industry.id, "repair_employee_count": 7}
                )
        self.assertEqual((self.ann.vat, self.ann.industry_id), ("US12", industry))

    def test_activities_on_customers(self):
        today = fields.Date.today()
        for user in (self.own, self.manager):
            with self.subTest(user.login):
                activity = self.ann.with_user(user).activity_schedule(
                    "mail.mail_activity_data_call", today, user_id=user.id
                )
                self.assertEqual(activity.res_id, self.ann.id)
                activity.action_feedback(feedback="Called")

    def test_manager_makes_a_tag(self):
        tag = self.env["res.partner.category"].with_user(self.manager).create({"name": "Fair"})
        self.ann.with_user(self.manager).category_id = tag
        self.assertEqual(self.ann.category_id, tag)

    def test_manager_exports(self):
        """Odoo's own export, which needs a right of its own."""
        self.assertTrue(self.manager.has_group("base.group_allow_export"))
        self.assertFalse(self.own.has_group("base.group_allow_export"))

    def test_colleagues_are_not_the_desks_to_change(self):
        with self.assertRaises(AccessError):
            self.manager.partner_id.with_user(self.own).email = "x@example.com"

    def test_employees_may_as_little_as_before(self):
        with self.assertRaises(AccessError):
            self.ann.with_user(self.employee).phone = "1"

    def test_amounts_are_a_choice_on_the_form_of_a_user(self):
        """Without developer mode, Odoo shows the groups that have a privilege with a category."""
        shown = self.env["res.groups"]._get_view_group_hierarchy()
        group = self.env.ref(GROUP % "amount")
        privilege = shown["privileges"][group.privilege_id.id]
        self.assertEqual(privilege["group_ids"], group.ids)
        [category] = [c for c in shown["categories"] if privilege["id"] in c["privilege_ids"]]
        self.assertEqual(category["id"], self.env.ref("base.module_category_services").id)

    def test_who_may_see_amounts_types_them(self):
        cashier = self.user("rcs_cashier", "user", "amount")
        case = self.env["repair.case"].with_user(cashier).search([("partner_id", "=", self.ann.id)])
        case.amount = 25
        self.assertEqual(case.amount, 25)
