import base64
import json

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged, users

from ..bases.ledgers import LEDGER, LedgerCase

MANAGER = "base.group_user,repair_customer_segmentation.group_manager"
PUBLIC_METHODS = (
    "action_read",
    "action_check",
    "action_start",
    "action_again",
    "action_customers",
    "get_progress",
)
SCRIPT = "<img src=x onerror=alert(1)>"


@tagged("post_install", "-at_install")
@freeze_time("2025-06-02 04:00:00")
class TestHistoryAttacks(LedgerCase):
    """What somebody could try by calls that no screen makes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.stranger = new_test_user(
            cls.env,
            "rcs_stranger",
            groups=MANAGER,
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
        )

    def test_of_another_company_nothing_is_seen_or_done(self):
        history = self.looked_at(LEDGER)
        context = {"allowed_company_ids": self.other.ids}
        theirs = history.with_env(self.env(user=self.stranger, context=context))
        theirs.invalidate_recordset()
        for name in PUBLIC_METHODS:
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(theirs, name)()
        with self.assertRaises(AccessError):
            theirs.write({"create_customers": False})
        found = theirs.env["repair.history.import"].search([("id", "=", history.id)])
        self.assertFalse(found)
        for records in (history.column_ids, history.name_ids.browse(history.name_ids.ids)):
            self.assertFalse(
                theirs.env[records._name].search([("import_id", "=", history.id)]), records
            )

    def test_no_history_moves_to_a_company_of_others(self):
        manager = self.env["res.users"].search([("login", "=", "rcs_manager")])
        history = self.looked_at(LEDGER).with_user(manager)
        for call in (
            lambda: history.write({"company_id": self.other.id}),
            lambda: history.create({"company_id": self.other.id}),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertEqual(history.company_id, self.company)

    def test_contacts_of_others_are_not_read_through_a_name(self):
        hidden = self.env["res.partner"].create(
            {"name": "Hidden", "phone": "555-SECRET", "company_id": self.other.id}
        )
        manager = self.env["res.users"].search([("login", "=", "rcs_manager")])
        history = self.looked_at(LEDGER).with_user(manager)
        names = history.env["repair.history.name"]
        values = {"import_id": history.id, "key": json.dumps(["王芳", "3800138000"])}
        with self.assertRaises(UserError):
            names.create({**values, "partner_id": hidden.id, "is_chosen": True})
        # Where somebody with all rights wrote it, its reader still sees what they may.
        own = self.customer("Own", phone="555-OWN")
        name = names.create({**values, "partner_id": own.id})
        self.assertEqual(name.phone, "555-OWN")
        own.company_id = self.other
        self.env.flush_all()
        name.invalidate_recordset()
        [told] = name.read(["phone", "email", "city"])
        self.assertFalse(told["phone"] or told["email"] or told["city"])
        name.action_choose()
        history.action_start()
        self.assertEqual(len(self.cases()), 4)
        self.assertNotIn(own, self.cases().partner_id)

    @users("rcs_manager")
    def test_what_stands_in_a_file_is_text(self):
        history = self.looked_at(
            f"Customer,Opened on,Status,{SCRIPT}\n"
            f"{SCRIPT},2025-03-07,{SCRIPT},x\n{SCRIPT},{SCRIPT},,\n",
            "utf-8",
        )
        for shown in (history.understood, history.preview, history.left_out):
            self.assertNotIn("<img", shown)
            self.assertIn("&lt;img", shown)
        history.action_start()
        self.assertNotIn("<img", self.cases().description or "")

    @users("rcs_manager")
    def test_what_runs_or_is_done_is_not_begun_again(self):
        history = self.looked_at(LEDGER)
        history.action_start()
        count = len(self.cases())
        for name in ("action_read", "action_check", "action_start", "action_again"):
            with self.subTest(name), self.assertRaises(UserError):
                getattr(history, name)()
        self.assertEqual(len(self.cases()), count)

    @users("rcs_manager")
    def test_a_file_that_was_changed_is_read_anew(self):
        """Nobody brings in what was not shown."""
        history = self.looked_at(LEDGER)
        history.file = base64.b64encode(b"Customer,Date\nAnn,2025-03-07\n")
        self.assertTrue(history.action_start(), "it is shown first")
        self.assertFalse(self.cases())
        self.assertIn("1 of 1 rows", history.understood)
