from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..bases.bulk import BulkCase

WIZARD = "repair.activity.wizard"


@tagged("post_install", "-at_install")
class TestBulkActivities(BulkCase):
    """One activity with each of the chosen customers."""

    def plan(self, records, **values):
        values = {"date_deadline": "2025-08-01", "summary": "Offer a check", **values}
        return self.dialog(WIZARD, records, **values).action_plan()

    def planned(self, partners=None):
        """Return customer -> (who, when, what)."""
        activities = self.env["mail.activity"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "in", (partners or self.everybody).ids),
            ]
        )
        return {a.res_name: (a.user_id.name, a.date_deadline, a.summary) for a in activities}

    def test_one_person(self):
        action = self.plan(self.chosen(self.everybody), user_id=self.mia.id)
        row = ("Mia Manages", date(2025, 8, 1), "Offer a check")
        self.assertEqual(self.planned(), {"Ann": row, "Bob": row, "Cy": row})
        self.assertEqual(action["params"]["message"], "Activities planned: 3")

    def test_each_account_manager(self):
        self.ann.user_id = self.mia
        gone = self.user("rcs_gone", "user", name="Gus Gone")
        self.bob.user_id = gone
        gone.active = False
        self.plan(self.chosen(self.everybody), assign_to="manager")
        self.assertEqual(
            {name: who for name, (who, _day, _what) in self.planned().items()},
            {"Ann": "Mia Manages", "Bob": "Olga Own", "Cy": "Olga Own"},
        )

    def test_dialog_counts_who_has_no_manager(self):
        self.ann.user_id = self.mia
        dialog = self.dialog(WIZARD, self.chosen(self.everybody), assign_to="manager")
        self.assertEqual(dialog.without_manager_count, 2)
        self.assertEqual(dialog.customer_count, 3)

    def test_type_suggests_the_rest(self):
        call = self.env.ref("mail.mail_activity_data_call")
        dialog = self.dialog(WIZARD, self.chosen(self.ann))
        self.assertEqual(dialog.activity_type_id, call)
        self.assertEqual(dialog.date_deadline, call._get_date_deadline())

    def test_archived_customers_are_named(self):
        dialog = self.dialog(WIZARD, self.chosen(self.everybody))
        self.assertEqual(dialog.notice, "Left out because they are archived (1): Dot.")
        with self.assertRaisesRegex(UserError, "not archived"):
            self.dialog(WIZARD, self.chosen(self.dot))

    def test_chosen_contacts(self):
        contacts = (self.ann | self.cy).with_user(self.own)
        self.plan(contacts)
        self.assertEqual(set(self.planned()), {"Ann", "Cy"})

    def test_everybody_is_told_once(self):
        self.plan(self.chosen(self.everybody), user_id=self.mia.id)
        told = self.env["mail.message"].search(
            [("partner_ids", "in", self.mia.partner_id.ids), ("subject", "like", "Activities")]
        )
        self.assertEqual(told.mapped("subject"), ["Activities assigned to you: 3"])
        self.assertIn("Olga Own planned activities", told.body)
        self.assertIn("Offer a check", told.body)
        self.assertIn("(3 in all)", told.body)

    def test_nobody_gets_a_customer_of_another_company(self):
        """Managers who work elsewhere are passed over, and nobody else can be named."""
        other = self.other_company()
        self.ann.company_id = self.company
        self.ann.user_id = self.mia
        self.move_to(self.mia, other)
        self.plan(self.chosen(self.ann), assign_to="manager")
        self.assertEqual(self.planned()["Ann"][0], "Olga Own")
        with self.assertRaisesRegex(UserError, "Mia Manages does not work in the company of Ann"):
            self.plan(self.chosen(self.ann), user_id=self.mia.id)

    def test_customers_of_other_companies_stay_out(self):
        """Ids of customers whom the user may not see are as good as none."""
        secret = self.customer("Secret", company_id=self.other_company().id)
        dialog = self.dialog(WIZARD, self.chosen(self.ann))
        dialog.sudo().chosen_ids = [self.ann.id, secret.id]
        dialog.action_plan()
        self.assertEqual(set(self.planned(self.ann | secret)), {"Ann"})

    def test_rights(self):
        employee = self.user("rcs_employee")
        with self.assertRaises(AccessError):
            self.env[WIZARD].with_user(employee)._open(self.ann.with_user(employee))

    def test_all_of_a_list_beyond_the_limit(self):
        self.env["ir.config_parameter"].set_param("web.active_ids_limit", 2)
        domain = [("company_id", "=", self.company.id)]
        some = self.chosen(self.ann | self.bob, active_domain=domain)
        self.assertEqual(self.dialog(WIZARD, some).customer_count, 3)
        # Below the limit the ids are what was chosen; the domain is there all the same.
        one = self.chosen(self.ann, active_domain=domain)
        self.assertEqual(self.dialog(WIZARD, one).customer_count, 1)
