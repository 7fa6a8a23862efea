from odoo.tests import HttpCase, tagged

from ..bases.portal import PortalCase


@tagged("post_install", "-at_install")
class TestToursPortal(PortalCase, HttpCase):
    """A customer's round trip: report with a photo, an answer, closing, rating."""

    allow_end_on_form = True

    def test_round_trip(self):
        self.start_tour("/my", "repair_portal_report_tour", login="rcs_ann")
        case = self.env["repair.case"].search([("name", "=", "Portal tour: it leaks")])
        self.assertEqual((case.partner_id, case.device_id), (self.ann, self.device))
        case.user_id = self.agent
        self.start_tour("/odoo/repair-cases", "repair_portal_answer_tour", login="rcs_agent")
        self.assertTrue(case.first_response_date)
        self.start_tour("/my", "repair_portal_rate_tour", login="rcs_ann")
        self.assertEqual(case.state, "closed")
        self.assertRecordValues(
            case.rating_ids,
            [{"rating": 5, "feedback": "Quick and friendly", "consumed": True}],
        )
