from odoo import api, models
from odoo.exceptions import ValidationError

from .ir_actions_report import CARD_REPORT


class MailTemplate(models.Model):
    """Keeps the customer card inside the house."""

    _inherit = "mail.template"

    @api.constrains("report_template_ids")
    def _check_no_customer_card(self):
        for template in self:
            for report in template.report_template_ids:
                if (report.report_name or "").startswith(CARD_REPORT):
                    raise ValidationError(
                        self.env._(
                            "Email template “%(template)s”: “%(report)s” is for your staff only. "
                            "Remove it from “Dynamic Reports”.",
                            template=template.name,
                            report=report.name,
                        )
                    )
