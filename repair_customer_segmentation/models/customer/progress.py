from odoo import api, models


class RepairCustomerProfile(models.Model):
    """What the lists of customers say while all of them are being classified."""

    _inherit = "repair.customer.profile"

    @api.model
    @api.readonly
    def get_run_progress(self):
        """Return how far the full run of the current company is, in a sentence.

        :return: the sentence; empty when no run is underway
        :raise AccessError: when the user may not read customers
        """
        self.check_access("read")
        # sudo: the company's policy and runs are the managers'; only how far one is is told.
        policy = self.env.company.sudo().repair_policy_id
        return policy._run_underway()._progress_text() if policy else ""
