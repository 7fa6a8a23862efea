from odoo.tests import tagged

from ..bases.leak_case import LeakCase
from ..bases.leaks import NUMBER, NUMBERS, SECRET, TEXTS, LeakTests


@tagged("post_install", "-at_install")
class TestLeaks(LeakTests, LeakCase):
    """Whatever is asked, by whomever: what may not be read is not told."""

    unasked = (
        ("res.partner", ("repair_amount", ">", 1)),
        ("res.users", ("partner_id.repair_amount", ">", 1)),
        ("repair.customer.profile", ("amount", ">", 1)),
        ("repair.segmentation.tier", ("criterion_ids.value", ">", 1)),
        ("repair.case", ("amount", ">", 1)),
        ("repair.declined.work", ("amount", ">", 1)),
        ("repair.service.contract", ("price_year", ">", 1)),
        ("repair.service.contract", ("term_ids.price", ">", 1)),
        ("repair.service.contract.term", ("price", ">", 1)),
        ("repair.contract.template", ("price_year", ">", 1)),
        ("repair.contract.offer", ("saving", ">", 1)),
        ("repair.contract.offer", ("expected_saving", ">", 1)),
        ("repair.customer.forecast", ("expected_amount", ">", 1)),
        ("repair.customer.forecast", ("amount_each", ">", 1)),
        ("repair.customer.profile", ("expected_amount", ">", 1)),
        ("repair.device", ("contract_ids.price_year", ">", 1)),
        ("repair.case", ("contract_id.price_year", ">", 1)),
        ("repair.maintenance.plan", ("contract_id.price_year", ">", 1)),
    )
    # By who is not at the desk.
    unasked_elsewhere = (
        ("res.partner", ("repair_case_ids", "!=", False)),
        ("res.partner", ("repair_case_ids.name", "ilike", "a")),
        ("res.partner", ("repair_value_tier_id.name", "ilike", "a")),
        ("repair.service.contract", ("reference", "ilike", "a")),
        ("repair.contract.template", ("name", "ilike", "a")),
        ("repair.customer.benefit", ("value", ">", 0)),
        ("repair.device", ("contract_ids.reference", "ilike", "a")),
    )

    def unasked_by(self, role):
        elsewhere = self.unasked_elsewhere if role in ("portal", "employee") else ()
        return super().unasked_by(role) + elsewhere

    def test_the_secret_is_in_many_places(self):
        """The other tests look for something that is there."""
        models = {name for name, _field in self.holders(SECRET, TEXTS)}
        self.assertLessEqual(
            {
                "repair.case",
                "repair.case.deviation",
                "repair.declined.work",
                "mail.message",
                "mail.activity",
                "rating.rating",
                "ir.attachment",
            },
            models,
        )
        models = {name for name, _field in self.holders(NUMBER, NUMBERS)}
        self.assertLessEqual(
            {
                "repair.case",
                "repair.customer.profile",
                "repair.segmentation.criterion",
                "repair.service.contract",
                "repair.service.contract.term",
                "repair.contract.template",
            },
            models,
        )

    def test_who_may_read_it_finds_it(self):
        boss = self.env["res.users"].search([("login", "=", "rcs_boss")])
        for name, field in (("repair.case", "description"), ("mail.message", "body")):
            model = self.env(user=boss.id, su=False)[name]
            self.assertTrue(self.found(model, field, "ilike", SECRET))
        with self.assertRaises(self.failureException):
            self.assertNothingRead(self.env(user=boss.id, su=False), SECRET)
