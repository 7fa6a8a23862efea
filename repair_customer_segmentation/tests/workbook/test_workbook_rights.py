import io
import re
import zipfile

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..bases.workbook import WorkbookCase, read_book

SECRET = 7654.25


@tagged("post_install", "-at_install")
class TestWorkbookRights(WorkbookCase, HttpCase):
    """Managers alone, each their own files, and no amount for who may not see amounts."""

    def setUp(self):
        super().setUp()
        self.ann = self.customer("Ann")
        self.history([(self.ann, "2025-06-01", SECRET)] * 2)
        self.policy.classify()

    def parts(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return {name: file.read(name).decode() for name in file.namelist()}

    def test_without_the_right_no_amount_is_anywhere_in_the_file(self):
        with freeze_time("2025-07-01"):
            self.policy.classify()
            content = self.order()._contents()
            self.assertTrue(any("15308.5" in part for part in self.parts(content).values()))
            kim = self.without_amounts()
            content = self.order(kim, with_amount=True)._contents()
        for name, part in self.parts(content).items():
            for text in ("7654", "15308", "7,654", "15,308"):
                self.assertNotIn(text, part, name)
        sheets = read_book(content)
        for rows in sheets.values():
            for row in rows:
                for cell in row:
                    self.assertNotIn(cell, ("Amount", "Total Amount", "Share of the Amount"))
        self.assertFalse([row for row in sheets["ABC"] if row and row[0] == "Pareto Curve"])

    def test_thresholds_in_money_are_hidden_with_the_amounts(self):
        kim = self.without_amounts()
        cuts = [row for row in self.sheets(kim)["Definitions"] if len(row) > 2]
        asked = " ".join(str(row[2]) for row in cuts)
        self.assertIn("hidden", asked)
        self.assertFalse(re.search(r"\$", asked))

    def test_amounts_can_be_left_out_by_who_may_see_them(self):
        content = self.order(with_amount=False)._contents()
        for name, part in self.parts(content).items():
            for text in ("7654", "15308", "15,308"):
                self.assertNotIn(text, part, name)

    def test_a_filter_by_amount_tells_nothing_to_who_may_not_see_it(self):
        kim = self.without_amounts()
        workbook = self.order(kim, domain="[('amount', '>', 15000)]", has_kind=True)
        with self.assertRaises(AccessError):
            workbook._contents()

    def test_a_file_is_of_the_person_who_made_it(self):
        workbook = self.order()
        workbook.action_make()
        other = self.user("rcs_other", "manager")
        attachment = workbook.attachment_id
        self.assertFalse(self.env(user=other)["repair.workbook"].search([]))
        for record in (workbook, attachment):
            with self.assertRaises(AccessError):
                record.with_user(other).read(["id", "display_name"])
        # The file, its name and its size.
        with self.assertRaises(AccessError):
            attachment.with_user(other).read(["raw"])
        self.assertEqual(attachment.with_user(self.lena).raw[:2], b"PK")

    def test_no_route_gives_it_to_anybody_else(self):
        workbook = self.order()
        workbook.action_make()
        url = f"/web/content/{workbook.attachment_id.id}?download=true"
        self.user("rcs_manager2", "manager")
        self.user("rcs_clerk", "user")
        new_test_user(self.env, "rcs_portal", groups="base.group_portal")
        new_test_user(self.env, "rcs_employee", groups="base.group_user")
        for login in (None, "rcs_portal", "rcs_employee", "rcs_clerk", "rcs_manager2"):
            self.authenticate(login, login)
            answer = self.url_open(url)
            self.assertNotEqual(answer.content[:2], b"PK", login)
        self.authenticate("rcs_lena", "rcs_lena")
        answer = self.url_open(url)
        self.assertEqual((answer.status_code, answer.content[:2]), (200, b"PK"))
        self.assertIn("Customer Workbook", answer.headers["Content-Disposition"])

    def test_others_may_not_ask_for_one(self):
        for groups in ((), ("user",), ("user_all", "amount")):
            somebody = self.user(f"rcs_some{len(groups)}", *groups)
            with self.assertRaises(AccessError):
                self.order(somebody)
            with self.assertRaises(AccessError):
                self.env(user=somebody)["repair.workbook"]._open(None)

    def test_nobody_asks_in_the_name_of_another(self):
        other = self.user("rcs_other", "manager")
        for values in ({"user_id": other.id}, {"state": "done"}, {"attachment_id": 1}):
            with self.assertRaises(AccessError):
                self.order(**values)
        with self.assertRaises(AccessError):
            self.order().write({"user_id": other.id})

    def test_customers_of_another_company_are_in_no_book(self):
        there = self.env["res.company"].create({"name": "There"})
        with self.assertRaises(AccessError):
            self.order(company_id=there.id)
        here = self.order(domain="['|', ('id', '>', 0), ('active', '=', False)]")
        alien = self.customer("Alien")
        self.env["repair.case"].with_context(allowed_company_ids=there.ids).create(
            {"name": "x", "partner_id": alien.id, "company_id": there.id}
        )
        there._active_repair_policy().classify()
        self.assertTrue(self.profile_of(alien, there))
        names = [row[0] for row in read_book(here._contents())["Customers"]]
        self.assertEqual(names, ["Customer", "Ann"])

    def test_who_lost_the_right_or_the_company_gets_none(self):
        workbook = self.order()
        self.lena.group_ids -= self.env.ref("repair_customer_segmentation.group_manager")
        with self.assertRaisesRegex((UserError, AccessError), "no manager|not allowed"):
            workbook.sudo()._contents()
