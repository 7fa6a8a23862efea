from datetime import timedelta

from odoo.tests import Form, tagged, users

from ..bases.desk import MONDAY, DeskCase


@tagged("post_install", "-at_install")
class TestIntakeWarranty(DeskCase):
    """Whoever takes a device in reads whether its warranty runs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.device = cls.env["repair.device"].create(
            {"name": "Drill", "serial_number": "XQ-4477", "partner_id": cls.ann.id}
        )
        cls.user("rcs_user", "user")

    @users("rcs_user")
    def test_a_warranty_says_whether_it_runs_and_in_which_year(self):
        for days, state, words in (
            (30, "running", "Under warranty until "),
            (-1, "ended", "Warranty ended on "),
        ):
            day = MONDAY.date() + timedelta(days=days)
            self.device.sudo().warranty_date = day
            form = Form(self.env["repair.case.intake"])
            form.query = "xq-44"
            self.assertEqual(form.warranty_state, state)
            self.assertTrue(form.warranty_hint.startswith(words))
            self.assertTrue(form.warranty_hint.endswith(str(day.year)))
