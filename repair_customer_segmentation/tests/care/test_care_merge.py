from odoo.tests import tagged

from ..bases.care import CareCase


@tagged("post_install", "-at_install")
class TestCareMerge(CareCase):
    def test_merge_loses_nothing(self):
        bob = self.known("Bob", repair_birthday="1990-10-03", repair_birthday_lunar=True)
        self.classify()
        rule = self.rule("date", month="3", day_of_month=3)
        other = self.rule("date", month="3", day_of_month=3, domain="[('name', '=', 'Bob')]")
        self.care()
        self.ann.repair_birthday = "1980-05-05"
        bob.repair_care_opt_out = True
        contacts = rule.contact_ids | other.contact_ids
        self.assertEqual(len(contacts), 3)
        self.env["base.partner.merge.automatic.wizard"]._merge((self.ann | bob).ids, self.ann)
        self.env.invalidate_all()
        self.assertEqual(contacts.exists().partner_id, self.ann)
        self.assertEqual(contacts.contact_id, self.ann)
        self.assertEqual(len(set(rule.contact_ids.mapped("occasion"))), 2)
        self.assertEqual(str(self.ann.repair_birthday), "1980-05-05")
        self.assertFalse(self.ann.repair_birthday_lunar)
        self.assertTrue(self.ann.repair_care_opt_out)
        self.care()
        self.assertEqual(len(rule.contact_ids), 2)
