from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..bases.common import AS_OF, SegmentationCase


class AmountCase(SegmentationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.case = cls.history([(cls.ann, "2025-06-01", 10)])
        cls.policy.classify(as_of=AS_OF)
        cls.user("rcs_employee")
        cls.user("rcs_user", "user")
        cls.user("rcs_all", "user_all")
        cls.user("rcs_amount", "user_all", "amount")
        cls.user("rcs_manager", "manager")
        exporters = cls.env["res.users"].search([("login", "in", ("rcs_user", "rcs_all"))])
        exporters.group_ids += cls.env.ref("base.group_allow_export")

    def mine(self, records):
        """Return the records as the current user sees them."""
        return records.with_env(self.env)

    def assertNoAccess(self, action, *args, **kwargs):
        with self.assertRaises(AccessError):
            action(*args, **kwargs)


@tagged("post_install", "-at_install")
class TestAmountAccess(AmountCase):
    """Only who may see amounts reads, searches, sorts, groups or exports them."""

    AMOUNTS = {
        "repair.case": ("amount", "amount_company"),
        "repair.customer.profile": ("amount", "amount_total"),
        "res.partner": ("repair_amount",),
    }

    def fields_and_records(self):
        records = {
            "repair.case": self.case,
            "repair.customer.profile": self.profile_of(self.ann),
            "res.partner": self.ann,
        }
        for model, names in self.AMOUNTS.items():
            for name in names:
                yield self.env[model], name, self.mine(records[model])

    @users("rcs_user", "rcs_all")
    def test_amounts_are_hidden(self):
        for model, name, record in self.fields_and_records():
            with self.subTest(model=model._name, field=name):
                self.assertNoAccess(record.read, [name])
                self.assertNoAccess(model.search, [(name, ">", 1)])
                self.assertNoAccess(model.search, [(name, "=", 10)])
                self.assertNoAccess(model.search, [], order=f"{name} desc")
                self.assertNoAccess(model._read_group, [], [], [f"{name}:sum"])
                self.assertNoAccess(model._read_group, [], [name])
                self.assertNoAccess(record.export_data, [name])
                self.assertNotIn(name, model.fields_get())

    @users("rcs_user", "rcs_all")
    def test_amounts_are_hidden_behind_relations(self):
        partners = self.env["res.partner"]
        for path in ("repair_profile_id.amount", "repair_case_ids.amount"):
            with self.subTest(path=path):
                self.assertNoAccess(partners.search, [(path, ">", 1)])
        cases = self.env["repair.case"]
        for path in ("profile_id.amount", "partner_id.repair_amount"):
            with self.subTest(path=path):
                self.assertNoAccess(cases.search, [(path, ">", 1)])

    @users("rcs_user", "rcs_all")
    def test_amounts_cannot_be_written(self):
        self.assertNoAccess(self.mine(self.case).write, {"amount": 1})
        self.assertNoAccess(
            self.env["repair.case"].create, {"name": "x", "partner_id": self.ann.id, "amount": 1}
        )

    @users("rcs_user", "rcs_all")
    def test_the_rest_is_usable(self):
        """The default order and all lists must not need the amounts."""
        self.assertEqual(self.mine(self.case).read(["name"])[0]["name"], "Repair")
        self.assertEqual(
            self.env["repair.customer.profile"].search([("partner_id", "=", self.ann.id)]),
            self.profile_of(self.ann),
        )
        self.assertEqual(self.mine(self.ann).repair_count, 1)
        chart = self.mine(self.ann).repair_chart
        self.assertIs(chart["amounts"], False)
        case = self.env["repair.case"].create({"name": "New", "partner_id": self.ann.id})
        self.assertEqual(case.sudo().amount_company, 0)
        case.write({"name": "Renamed", "partner_id": self.env.user.partner_id.id})

    @users("rcs_amount", "rcs_manager")
    def test_amounts_are_shown(self):
        for model, name, record in self.fields_and_records():
            with self.subTest(model=model._name, field=name):
                self.assertEqual(record.read([name])[0][name], 10)
                self.assertIn(record, model.search([(name, ">", 9)], order=f"{name} desc"))
                self.assertIn(name, model.fields_get())
        self.assertEqual(len(self.mine(self.ann).repair_chart["amounts"]), 12)


@tagged("post_install", "-at_install")
class TestPartnerFieldAccess(AmountCase):
    """Who has nothing to do with repairs sees nothing of them on partners."""

    FIELDS = (
        "repair_profile_id",
        "repair_value_tier_id",
        "repair_frequency_tier_id",
        "repair_rfm_tier_id",
        "repair_abc_tier_id",
        "repair_count",
        "repair_open_case_count",
        "repair_last_date",
        "repair_mean_interval_days",
        "repair_rating_avg",
        "repair_amount",
        "repair_value_color",
        "repair_case_count",
        "repair_chart",
        "repair_case_ids",
    )

    @users("rcs_employee")
    def test_an_employee_sees_none(self):
        partners = self.env["res.partner"]
        shown = partners.fields_get()
        for name in self.FIELDS:
            with self.subTest(field=name):
                self.assertNotIn(name, shown)
                self.assertNoAccess(self.mine(self.ann).read, [name])
                self.assertNoAccess(partners.search, [(name, "!=", False)])
                if name not in ("repair_chart", "repair_case_ids", "repair_value_color"):
                    self.assertNoAccess(partners.search, [], order=name)

    @users("rcs_employee")
    def test_an_employee_works_on_partners_as_before(self):
        partner = self.mine(self.ann)
        ours = [name for name in self.env["res.partner"].fields_get() if "repair" in name]
        self.assertEqual(ours, ["repair_currency_id"])
        self.assertEqual(partner.read(["name", *ours])[0]["name"], "Ann")
        self.assertTrue(self.env["res.partner"].search([("name", "=", "Ann")]))
        self.assertTrue(partner.web_read({"name": {}, "category_id": {}}))

    def test_who_edits_a_partner_need_not_know_of_repairs(self):
        """A changed company marks the customer, whoever changes it."""
        self.user("rcs_contacts")
        contacts = self.env["res.users"].search([("login", "=", "rcs_contacts")])
        contacts.group_ids += self.env.ref("base.group_partner_manager")
        acme = self.customer("Acme", is_company=True)
        self.env.cr.flush()
        self.env.cr.execute("DELETE FROM repair_customer_stale")
        self.ann.with_user(contacts).parent_id = acme
        self.env.cr.flush()
        stale = self.env["repair.customer.stale"].search([("company_id", "=", self.company.id)])
        self.assertEqual(stale.partner_id, self.ann | acme)
        self.customer("Gone").with_user(contacts).unlink()
