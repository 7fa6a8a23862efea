from odoo.fields import Command
from odoo.tests import tagged

from ..bases.bulk import BulkCase

MANY = 1000


@tagged("post_install", "-at_install")
class TestBulkQueries(BulkCase):
    """A thousand customers take few statements more than ten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.many = cls.customers(MANY)
        cls.many.user_id = cls.mia
        cls.history([(customer, "2025-06-01", 10) for customer in cls.many])
        cls.policy.classify()
        cls.tag = cls.env["res.partner.category"].create({"name": "Fair"})
        cls.env.flush_all()

    def queries(self, action, partners):
        records = self.chosen(partners)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action(records)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assert_bounded(self, action, most):
        few, other = self.many[:10], self.many[10:20]
        action(self.chosen(few))
        few_queries = self.queries(action, other)
        many_queries = self.queries(action, self.many[20:])
        self.assertLess(many_queries - few_queries, most, f"{few_queries} for ten")

    def test_changing_tags(self):
        def change(records):
            values = {"add_ids": [Command.link(self.tag.id)]}
            self.dialog("repair.tag.wizard", records, **values).action_apply()

        self.assert_bounded(change, 60)
        self.assertEqual(self.many.category_id, self.tag)

    def test_planning(self):
        def plan(records):
            self.dialog("repair.activity.wizard", records, assign_to="manager").action_plan()

        self.assert_bounded(plan, 120)
        self.assertEqual(len(self.many.activity_ids), MANY)
        self.assertEqual(self.many.activity_ids.user_id, self.mia)

    def test_mail_opens(self):
        def opens(records):
            composer = self.env["mail.compose.message"].with_env(records.env)
            action = composer._repair_open(records)
            composer.with_context(**action["context"]).create({}).mapped("repair_notice")

        self.many.write({"email": "many@example.com"})
        self.assert_bounded(opens, 20)
