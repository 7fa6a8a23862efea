from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..bases.bulk import BulkCase

WIZARD = "repair.tag.wizard"


@tagged("post_install", "-at_install")
class TestBulkTags(BulkCase):
    """Tags are added to the chosen customers, and others taken off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fair, cls.old = cls.env["res.partner.category"].create(
            [{"name": "Fair"}, {"name": "Old"}]
        )

    def change(self, records, add=(), remove=()):
        dialog = self.dialog(
            WIZARD,
            records,
            add_ids=[Command.link(tag.id) for tag in add],
            remove_ids=[Command.link(tag.id) for tag in remove],
        )
        return dialog.action_apply()

    def test_add_and_remove(self):
        self.ann.category_id = self.old
        self.bob.category_id = self.old | self.fair
        action = self.change(self.chosen(self.ann | self.bob | self.cy), self.fair, self.old)
        self.assertEqual(
            [c.category_id.mapped("name") for c in (self.ann, self.bob, self.cy)],
            [["Fair"], ["Fair"], ["Fair"]],
        )
        self.assertEqual(action["params"]["message"], "Customers whose tags were changed: 3")

    def test_the_dialog_is_named_in_the_language_of_its_user(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["repair_customer_segmentation"], ["zh_CN"])
        chosen = self.chosen(self.ann).with_context(lang="zh_CN")
        self.assertEqual(chosen.env[WIZARD]._open(chosen)["name"], "更改标签")

    def test_others_stay(self):
        self.bob.category_id = self.old
        self.dot.category_id = self.old
        self.change(self.chosen(self.ann | self.dot), self.fair, self.old)
        self.assertEqual(self.bob.category_id, self.old)
        self.assertEqual(self.dot.category_id, self.old)

    def test_nothing_chosen(self):
        with self.assertRaisesRegex(UserError, "Choose a tag"):
            self.change(self.chosen(self.ann))
        with self.assertRaisesRegex(UserError, "“Fair”, not both"):
            self.change(self.chosen(self.ann), self.fair, self.fair)

    def test_rights(self):
        employee = self.user("rcs_employee")
        with self.assertRaises(AccessError):
            self.env[WIZARD].with_user(employee)._open(self.ann.with_user(employee))

    def test_right_taken_away_meanwhile(self):
        dialog = self.dialog(WIZARD, self.chosen(self.ann), add_ids=[Command.link(self.fair.id)])
        self.own.group_ids = self.env.ref("base.group_user")
        with self.assertRaises(AccessError):
            dialog.action_apply()
