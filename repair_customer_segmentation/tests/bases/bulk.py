"""What tests of work on many customers begin with: customers of each kind, and a selection."""

from odoo.fields import Command

from .common import SegmentationCase

PROFILE_LIST = "repair.customer.profile"


class BulkCase(SegmentationCase):
    """Ann and Bob have an address, Cy has none, Dot is archived; all are customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.bob, cls.cy, cls.dot = (
            cls.customer(name, email=email)
            for name, email in (
                ("Ann", "ann@example.com"),
                ("Bob", "bob@example.com"),
                ("Cy", False),
                ("Dot", "dot@example.com"),
            )
        )
        cls.everybody = cls.ann | cls.bob | cls.cy | cls.dot
        cls.history([(customer, "2025-06-01", 10) for customer in cls.everybody])
        cls.policy.classify()
        cls.dot.active = False
        cls.own = cls.user("rcs_own", "user", name="Olga Own", email="own@example.com")
        cls.mia = cls.user("rcs_mia", "user", name="Mia Manages", email="mia@example.com")

    def chosen(self, partners, **context):
        """Return the profiles of customers, as the clerk has chosen them."""
        profiles = self.env[PROFILE_LIST].with_context(active_test=False)
        found = profiles.search(
            [("partner_id", "in", partners.ids), ("company_id", "=", self.company.id)]
        )
        return found.with_user(self.own).with_context(**context)

    def dialog(self, model, records, **values):
        """Return the dialog for a selection, filled in."""
        action = self.env[model].with_user(self.own).with_env(records.env)._open(records)
        dialog = self.env[model].with_env(records.env).browse(action["res_id"])
        dialog.write(values)
        return dialog

    def other_company(self):
        """Return a company that the clerk does not work in."""
        return self.env["res.company"].create({"name": "Other Company"})

    def move_to(self, user, company):
        user.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
