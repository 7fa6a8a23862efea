from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..bases.leak_case import LeakCase
from ..bases.leaks import SECRET


@tagged("post_install", "-at_install")
class TestWizardLinks(LeakCase):
    """A dialog that is created with ids takes none that its user may not read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lookers["manager"] = cls.user("rcs_manager", "manager")
        cls.foreign = cls.env["repair.case"].search([("company_id", "=", cls.elsewhere.id)])
        cls.hidden = cls.env["repair.case"].search([("is_confidential", "=", True)], limit=1)
        cls.foreign_device = cls.env["repair.device"].create(
            {
                "name": SECRET,
                "partner_id": cls.foreign.partner_id.id,
                "company_id": cls.elsewhere.id,
            }
        )
        cls.foreign_type = cls.env["repair.case.type"].create(
            {"name": SECRET, "company_id": cls.elsewhere.id}
        )
        cls.foreign_policy = cls.elsewhere.repair_policy_id

    def dialogs(self):
        """Return the names of the models of all dialogs of the addon."""
        return [
            name
            for name, model in self.env.registry.items()
            if model._transient and model._original_module == "repair_customer_segmentation"
        ]

    def unreadable(self, env, comodel):
        """Return a record that exists and is not the user's to read, empty if he reads all."""
        records = self.env[comodel].sudo().with_context(active_test=False).search([])
        return (records - records.with_env(env)._filtered_access("read").with_env(self.env))[:1]

    def test_no_dialog_takes_an_id_that_is_not_to_be_read(self):
        self.assertGreaterEqual(len(self.dialogs()), 10)
        asked = set()
        for role in ("user", "user_all", "manager"):
            env = self.as_user(role)
            for name in self.dialogs():
                dialog = env[name]
                if not dialog.has_access("create"):
                    continue
                for field in dialog._fields.values():
                    if not field.relational or not field.store or field.type == "one2many":
                        continue
                    record = self.unreadable(env, field.comodel_name)
                    if not record or field.name in ("create_uid", "write_uid"):
                        continue
                    value = record.id if field.type == "many2one" else [Command.set(record.ids)]
                    asked.add((name, field.name))
                    self.assertRefused(dialog, {field.name: value})
        self.assertLessEqual(
            {
                ("repair.assign.wizard", "case_id"),
                ("repair.case.intake", "partner_id"),
                ("repair.case.intake", "device_id"),
                ("repair.case.intake", "company_id"),
                ("repair.case.intake.match", "partner_id"),
                ("repair.case.type.merge", "type_ids"),
                ("repair.override.wizard", "partner_ids"),
                ("repair.override.wizard", "tier_id"),
                ("repair.manager.wizard", "company_id"),
                ("repair.manager.wizard.line", "partner_id"),
                ("repair.segmentation.preset", "policy_id"),
                ("repair.backfill.wizard", "company_id"),
            },
            asked,
        )

    def assertRefused(self, dialog, values):
        """Assert that a dialog takes values in no way, and that none of the ways shows them."""
        name = next(iter(values))
        spec = {field: {} for field in dialog._fields if dialog._fields[field].relational}
        spec[name] = {"fields": {"display_name": {}}}
        context = {f"default_{name}": values[name]}
        for way, ask in {
            "create": lambda: dialog.create(values),
            "default": lambda: dialog.with_context(**context).create({}),
            "onchange": lambda: dialog.onchange(values, [name], spec),
            "onchange of defaults": lambda: dialog.with_context(**context).onchange({}, [], spec),
        }.items():
            told = {"user": dialog.env.user.login, "model": dialog._name, "field": name}
            with self.subTest(**told, way=way), self.assertRaises(AccessError):
                ask()

    def test_a_dialog_is_not_turned_to_another_record(self):
        env = self.as_user("user")
        mine = env["repair.case"].create({"name": "Mine", "partner_id": self.bert.id})
        dialog = env["repair.assign.wizard"].create({"case_id": mine.id})
        with self.assertRaises(AccessError):
            dialog.write({"case_id": self.hidden.id})

    def test_a_line_of_a_dialog_takes_none_either(self):
        env = self.as_user("manager")
        line = {
            "partner_id": self.foreign.partner_id.id,
            "user_id": env.uid,
        }
        with self.assertRaises(AccessError):
            env["repair.manager.wizard"].create(
                {"company_id": self.company.id, "line_ids": [Command.create(line)]}
            )

    def test_the_form_of_a_case_shows_no_foreign_customer(self):
        env = self.as_user("user")
        self.foreign.partner_id.phone = "+15550001234"
        for values in (
            {"partner_id": self.foreign.partner_id.id},
            {"device_id": self.foreign_device.id},
        ):
            spec = {"partner_phone": {}, "partner_id": {"fields": {"display_name": {}}}}
            with self.assertRaises(AccessError):
                env["repair.case"].onchange(values, list(values), spec)

    def test_dialogs_work_for_what_may_be_read(self):
        env = self.as_user("user")
        with Form(env["repair.case.intake"]) as intake:
            intake.partner_id = self.bert.with_env(env)
            intake.name = "Leaks"
        case = env["repair.case"].browse(intake.record.action_create()["res_id"])
        self.assertEqual(case.partner_id, self.bert)
