from freezegun import freeze_time

from odoo.fields import Datetime
from odoo.tests import tagged

from ..bases.common import VersionCase

ACTION = "repair_customer_segmentation.repair_segmentation_policy_action"


@tagged("post_install", "-at_install")
class TestVersionList(VersionCase):
    """Versions of one name are told apart in lists and choices."""

    def test_each_says_which_version_it_is(self):
        draft = self.draft()
        self.first.name = draft.name = "Usual"
        self.assertEqual(
            (self.first | draft).mapped("display_name"), ["Usual", "Usual (version 2, draft)"]
        )
        draft._activate()
        self.assertEqual(
            (self.first | draft).mapped("display_name"), ["Usual (version 1, replaced)", "Usual"]
        )

    def test_a_choice_by_name_offers_them_all_apart(self):
        draft = self.draft()
        self.first.name = draft.name = "Usual of Test"
        found = dict(self.env["repair.segmentation.policy"].name_search("Usual of Test"))
        self.assertEqual(
            found, {self.first.id: "Usual of Test", draft.id: "Usual of Test (version 2, draft)"}
        )

    def test_templates_and_new_ones_have_their_name_alone(self):
        policies = self.env["repair.segmentation.policy"]
        self.assertEqual(policies.create({"name": "From Here"}).display_name, "From Here")
        self.assertFalse(policies.new({}).display_name)

    def test_from_when_until_when_each_was_active(self):
        draft = self.draft()
        began = self.first.activated_at
        with freeze_time("2027-03-01 10:00:00"):
            draft._activate()
        with freeze_time("2027-05-01 10:00:00"):
            third = draft._new_version()
            third._activate()
        fourth = third._new_version()
        self.assertRecordValues(
            self.first | draft | third | fourth,
            [
                {"activated_at": began, "replaced_at": Datetime.to_datetime("2027-03-01 10:00:00")},
                {
                    "activated_at": Datetime.to_datetime("2027-03-01 10:00:00"),
                    "replaced_at": Datetime.to_datetime("2027-05-01 10:00:00"),
                },
                {
                    "activated_at": Datetime.to_datetime("2027-05-01 10:00:00"),
                    "replaced_at": False,
                },
                {"activated_at": False, "replaced_at": False},
            ],
        )

    def test_another_company_ends_nothing(self):
        other = self.env["res.company"].create({"name": "Other Company"}).repair_policy_id
        self.draft()._activate()
        third = self.policy.version_ids[0]
        self.assertFalse(third.replaced_at)
        self.assertFalse(other.replaced_at)
        self.assertEqual(self.first.replaced_at, third.activated_at)

    def test_the_list_begins_with_what_is_active_and_what_is_drafted(self):
        self.draft()._activate()
        draft = self.policy.version_ids[0]._new_version()
        action = self.env["ir.actions.act_window"]._for_xml_id(ACTION)
        self.assertIn("search_default_current", action["context"])
        view = self.env["repair.segmentation.policy"].get_view(
            self.env.ref(f"{ACTION.removesuffix('_action')}_view_search").id, "search"
        )
        self.assertIn("[('state', '!=', 'archived')]", view["arch"])
        current = self.env["repair.segmentation.policy"].search(
            [("company_id", "=", self.company.id), ("state", "!=", "archived")]
        )
        self.assertEqual(set(current.mapped("state")), {"active", "draft"})
        self.assertIn(draft, current)
