from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..bases.card import CARD, CardCase

REPORTS = [CARD, *(f"{CARD}_of_{name}" for name in ("profile", "case", "review", "visit"))]


@tagged("post_install", "-at_install")
class TestCardAccess(CardCase):
    """For whoever may read the customer, each as far as their rights go; never for a customer."""

    def test_nobody_but_the_desk(self):
        portal = new_test_user(self.env, "rcs_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.ann
        case = self.case(portal.partner_id)
        case.message_subscribe(portal.partner_id.ids)
        for user in (portal, self.user("rcs_employee"), self.env.ref("base.public_user")):
            for report, records in (
                (CARD, self.ann), (CARD, portal.partner_id), (f"{CARD}_of_case", case),
                (f"{CARD}_of_profile", self.profile_of(self.ann)),
            ):  # fmt: skip
                with self.assertRaises(AccessError):
                    self.page(user, records, report)
                # Where Odoo renders with all rights, those of the reader count still.
                reports = self.env["ir.actions.report"].with_user(user).sudo()
                with self.assertRaises(AccessError):
                    reports._render_qweb_html(report, records.ids)

    def test_money(self):
        case = self.case(name="Open one", amount=777, user_id=self.agent.id)
        self.history(
            [(self.ann, "2024-12-05 10:00:00", 250,
              {"stage_id": self.stage_closed.id, "user_id": self.agent.id})]
        )  # fmt: skip
        self.env["repair.declined.work"].create(
            {"name": "Seal", "case_id": case.id, "amount": 80, "date_declined": "2025-01-02"}
        )
        self.contract(price_year=900)
        self.classify("2025-01-13")
        self.assertIn("$", self.text(self.manager, self.ann))
        words = self.text(self.agent, self.ann)
        self.assertNotIn("$", words)
        self.assertNotIn("Amount in the Period", words)
        self.assertIn("Seal", words)

    def test_confidential_cases(self):
        secret = {"is_confidential": True, "user_id": self.manager.id, "name": "Secret"}
        case = self.case(**secret, date_open="2025-01-06 09:00:00")
        self.history(
            [(self.ann, "2024-12-05 10:00:00", 1, {**secret, "stage_id": self.stage_closed.id})]
        )
        self.env["repair.declined.work"].create(
            {"name": "Secret seal", "case_id": case.id, "recall_date": "2025-01-12",
             "date_declined": "2025-01-02"}
        )  # fmt: skip
        self.feedback(score=1, text="Secret words", case_id=case.id)
        case.activity_schedule("mail.mail_activity_data_todo", summary="Secret call")
        self.assertIn(case.reference, self.text(self.manager, self.ann))
        agent = self.text(self.agent, self.ann)
        self.assertNotIn(case.reference, agent)
        self.assertNotIn("Secret", agent)
        everything = self.user("rcs_all", "user_all")
        self.assertNotIn("Secret", self.text(everything, self.ann))
        with self.assertRaises(AccessError):
            self.page(everything, case, f"{CARD}_of_case")

    def test_cases_of_others(self):
        """Who sees own cases alone prints those, beside the figures of the customer."""
        self.case(name="Of a colleague", user_id=self.manager.id)
        words = self.text(self.agent, self.ann)
        self.assertNotIn("Of a colleague", words)
        self.assertIn("Total Repairs 1", words)

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        there = {"company_id": other.id, "allowed_company_ids": other.ids}
        elsewhere = self.env["repair.case"].with_context(allowed_company_ids=other.ids)
        elsewhere.create({"name": "Seen there", "partner_id": self.ann.id, "company_id": other.id})
        self.env["repair.device"].create(
            {"name": "Kept there", "partner_id": self.ann.id, "company_id": other.id}
        )
        both = new_test_user(
            self.env,
            "rcs_both",
            groups="base.group_user,repair_customer_segmentation.group_manager",
            company_id=self.company.id,
            company_ids=[Command.set((self.company | other).ids)],
        )
        ids = (self.company | other).ids
        words = self.text(both, self.ann, allowed_company_ids=ids)
        self.assertNotIn("there", words)
        self.assertIn("Repair Test Company", words)
        words = self.text(both, self.ann, allowed_company_ids=ids[::-1])
        self.assertIn("Seen there", words)
        self.assertIn("Kept there", words)
        self.assertNotIn("Total Repairs 1", words)
        # The card from a case is that of the company of the case.
        words = self.text(both, self.case(), f"{CARD}_of_case", allowed_company_ids=ids[::-1])
        self.assertIn("Repair Test Company", words)
        self.assertTrue(there)
        own = self.env["res.partner"].create({"name": "Theirs", "company_id": other.id})
        with self.assertRaises(AccessError):
            self.page(self.manager, own)

    def test_no_email_brings_it_to_a_customer(self):
        report = self.env.ref("repair_customer_segmentation.res_partner_action_customer_card")
        template = self.env["mail.template"].create(
            {"name": "Hello", "model_id": self.env.ref("base.model_res_partner").id}
        )
        every = self.env["mail.template"].search([("report_template_ids", "!=", False)])
        for report_name in every.report_template_ids.mapped("report_name"):
            self.assertNotIn(CARD, report_name)
        with self.assertRaisesRegex(ValidationError, "for your staff only"):
            template.report_template_ids = report


@tagged("post_install", "-at_install")
class TestCardRoutes(HttpCase):
    """The addresses by which anybody may ask a server for a report."""

    def test_no_address_shows_it(self):
        company = self.env["res.company"].create({"name": "Route Company"})
        acme = self.env["res.partner"].create({"name": "Acme of the Routes"})
        for login, groups in (
            ("route_portal", "base.group_portal"),
            ("route_employee", "base.group_user"),
            ("route_desk", "base.group_user,repair_customer_segmentation.group_user"),
        ):
            new_test_user(
                self.env,
                login,
                groups=groups,
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
        portal = self.env["res.users"].search([("login", "=", "route_portal")])
        portal.partner_id.parent_id = acme
        case = self.env["repair.case"].create(
            {"name": "Case", "partner_id": portal.partner_id.id, "company_id": company.id}
        )
        case.message_subscribe(portal.partner_id.ids)
        records = {CARD: portal.partner_id, f"{CARD}_of_case": case}
        for login in ("route_portal", "route_employee"):
            self.authenticate(login, login)
            for name in REPORTS:
                for kind in ("html", "pdf", "text"):
                    record = records.get(name, case)
                    answer = self.url_open(f"/report/{kind}/{name}/{record.id}")
                    self.assertIn(answer.status_code, (403, 404), (login, kind, name))
                    self.assertNotIn("o_customer_card", answer.text)
                    self.assertNotIn("What to Talk About", answer.text)
        self.authenticate("route_desk", "route_desk")
        answer = self.url_open(f"/report/html/{CARD}/{acme.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Acme of the Routes", answer.text)
        self.authenticate(None, None)
        answer = self.url_open(f"/report/html/{CARD}/{acme.id}", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
