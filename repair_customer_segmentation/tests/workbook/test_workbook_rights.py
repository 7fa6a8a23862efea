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

    def test_nothing_of_anothers_book_is_found_out_over_rpc(self):
        """Whatever a manager searches, reads, groups or calls: another's book is not there."""
        self.order(domain="[('partner_id.name', '=', 'Secret Ltd')]").action_make()
        [workbook] = self.env["repair.workbook"].search([("user_id", "=", self.lena.id)])
        mailing = self.env(user=self.lena)["repair.workbook.mailing"].create({"name": "Hers"})
        workbook.sudo().mailing_id = mailing
        other = self.env(user=self.user("rcs_other", "manager"))
        books = other["repair.workbook"]
        for name, field in books._fields.items():
            if not field._description_searchable or field.type in ("one2many", "many2many"):
                continue
            for domain in ([(name, "!=", False)], [(name, "=", False)]):
                self.assertFalse(books.search(domain), name)
                self.assertFalse(books.search_count(domain), name)
            if field.store and field.type not in ("text", "binary"):
                by = f"{name}:month" if field.type in ("date", "datetime") else name
                self.assertFalse(books._read_group([], [by], ["id:array_agg"]), name)
        self.assertEqual(books.name_search("Customer Workbook"), [])
        hers = books.browse(workbook.id)
        for call in (
            lambda: hers.read(list(books._fields)),
            lambda: hers.web_read({"attachment_id": {"fields": {"raw": {}}}}),
            hers.get_progress,
            hers.action_download,
            hers.action_make,
            hers.action_stop,
            hers.copy,
            hers.unlink,
            lambda: hers.write({"months": "3"}),
            lambda: hers.export_data(["id", "domain"]),
        ):
            with self.assertRaises(AccessError):
                call()
        # A mailing is the managers' of its company; the books it sent are their readers'.
        theirs = other["repair.workbook.mailing"].browse(mailing.id)
        self.assertEqual(theirs.read(["workbook_ids"])[0]["workbook_ids"], [])
        mailings = other["repair.workbook.mailing"]
        self.assertFalse(mailings.search([("workbook_ids.domain", "like", "Secret")]))
        self.assertFalse(mailings.search([("workbook_ids.user_id", "=", self.lena.id)]))
        self.assertFalse(other["ir.attachment"].search([("res_model", "=", "repair.workbook")]))

    def test_who_is_no_manager_reaches_no_model_of_it(self):
        self.order().action_make()
        people = (
            new_test_user(self.env, "rcs_portal", groups="base.group_portal"),
            new_test_user(self.env, "rcs_employee", groups="base.group_user"),
            self.user("rcs_clerk", "user"),
            self.user("rcs_all", "user_all", "amount"),
        )
        for person in people:
            for name in ("repair.workbook", "repair.workbook.mailing"):
                model = self.env(user=person)[name]
                for call in (
                    lambda model=model: model.search([]),
                    lambda model=model: model.search_count([]),
                    lambda model=model: model._read_group([], ["company_id"]),
                    lambda model=model: model.name_search(""),
                    lambda model=model: model.create({"name": "x"}),
                ):
                    with self.assertRaises(AccessError):
                        call()

    def test_no_other_address_gives_it_away(self):
        workbook = self.order()
        workbook.action_make()
        attachment = workbook.attachment_id
        self.user("rcs_manager2", "manager")
        urls = (
            f"/web/content/repair.workbook/{workbook.id}/attachment_id",
            f"/web/content?model=ir.attachment&id={attachment.id}&field=raw",
            f"/web/content/ir.attachment/{attachment.id}/datas",
            f"/web/content/{attachment.id}?access_token=0",
            f"/web/image/{attachment.id}",
            f"/web/content/{attachment.id}-x/{attachment.name}",
        )
        for url in urls:
            self.authenticate("rcs_manager2", "rcs_manager2")
            self.assertNotEqual(self.url_open(url).content[:2], b"PK", url)
            self.authenticate(None, None)
            self.assertNotEqual(self.url_open(url).content[:2], b"PK", url)

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
