from datetime import datetime

from odoo.tests import Form, tagged

from ..bases.common import AS_OF
from ..bases.partner import PartnerCase


@tagged("post_install", "-at_install")
class TestPartnerFields(PartnerCase):
    def test_contacts_show_the_profile_of_their_company(self):
        profile = self.profile_of(self.acme)
        self.assertRecordValues(
            self.acme | self.acme_contact,
            [
                {
                    "repair_profile_id": profile.id,
                    "repair_value_tier_id": self.high.id,
                    "repair_frequency_tier_id": self.tier("Frequent").id,
                    "repair_rfm_tier_id": profile.rfm_tier_id.id,
                    "repair_abc_tier_id": self.tier("A").id,
                    "repair_count": 4,
                    "repair_open_case_count": 4,
                    "repair_last_date": datetime(2025, 6, 11),
                    "repair_mean_interval_days": 3.33,
                    "repair_amount": 100,
                    "repair_value_color": self.high.color,
                }
            ]
            * 2,
        )

    def test_an_unknown_partner_shows_nothing(self):
        self.assertRecordValues(
            self.dan,
            [
                {
                    "repair_profile_id": False,
                    "repair_value_tier_id": False,
                    "repair_count": 0,
                    "repair_last_date": False,
                    "repair_amount": 0,
                    "repair_value_color": 0,
                }
            ],
        )

    def test_a_partner_that_is_being_edited_shows_its_profile(self):
        with Form(self.acme_contact) as form:
            form.name = "Renamed"
            self.assertEqual(form._record.repair_value_tier_id, self.high)

    def test_a_new_classification_shows_at_once(self):
        self.assertEqual(self.bob.repair_count, 1)
        self.history([(self.bob, "2025-06-12", 500)])
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.bob.repair_count, 2)
        self.assertEqual(self.bob.repair_amount, 503)

    def test_the_number_of_cases_is_that_of_the_company(self):
        self.assertEqual(self.acme.repair_case_count, 4)
        self.assertEqual(self.acme_contact.repair_case_count, 4)
        self.assertEqual(self.cas.repair_case_count, 1)
        self.assertEqual(self.dan.repair_case_count, 0)

    def test_the_buttons_open_these_cases(self):
        cases = self.env["repair.case"]
        all_cases = cases.search(self.acme_contact.action_view_repair_cases()["domain"])
        self.assertEqual(len(all_cases), 4)
        action = self.bob.action_view_open_repair_cases()
        self.assertEqual(action["context"]["default_partner_id"], self.bob.id)
        self.assertEqual(action["context"]["search_default_open"], 1)


@tagged("post_install", "-at_install")
class TestPartnerCompanies(PartnerCase):
    """Each company sees the profile of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other Company"})

    def in_other(self, partner):
        return partner.with_context(allowed_company_ids=self.other.ids)

    def test_the_profile_of_another_company_is_not_shown(self):
        self.assertFalse(self.in_other(self.acme).repair_profile_id)
        self.assertEqual(self.in_other(self.acme).repair_count, 0)
        partners = self.in_other(self.env["res.partner"])
        self.assertFalse(partners.search([("repair_value_tier_id", "=", self.high.id)]))
        self.assertFalse(partners.search([("repair_count", ">", 0)]))
        ids = self.everybody.ids
        self.assertEqual(
            partners._read_group([("id", "in", ids)], ["repair_value_tier_id"], ["__count"]),
            [(self.env["repair.segmentation.tier"], 5)],
        )

    def test_switching_the_company_switches_the_profile(self):
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        self.history(
            [(self.acme, "2025-06-01", 7, {"company_id": self.other.id, "stage_id": shared.id})]
        )
        self.other.repair_policy_id.classify(as_of=AS_OF)
        self.assertEqual(self.acme.repair_amount, 100)
        self.assertEqual(self.in_other(self.acme).repair_amount, 7)
        self.assertEqual(
            self.in_other(self.acme).repair_value_tier_id.policy_id, self.other.repair_policy_id
        )
        both = self.acme.with_context(allowed_company_ids=(self.other | self.company).ids)
        self.assertEqual(both.repair_amount, 7)
        self.assertEqual(
            both.search([("id", "in", self.everybody.ids), ("repair_amount", ">", 0)], order="id"),
            self.acme | self.acme_contact,
        )
