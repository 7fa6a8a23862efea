from odoo import api, fields, models

from odoo.addons.repair_customer_segmentation.vocabulary import CASE


class RepairTypeDoubt(models.Model):
    """Closed cases whose type is probably another one, for somebody to look at.

    Found while learning, by a model that had not seen the case. Who confirms the type is not
    asked again.
    """

    _name = "repair.type.doubt"
    _description = "Doubtful Type"
    _inherit = ["repair.engine.owned", "repair.readable.links"]
    _order = "probability desc, id"
    _rec_name = "case_id"

    case_id = fields.Many2one(CASE, required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    case_name = fields.Char("Subject", related="case_id.name")
    partner_id = fields.Many2one(related="case_id.partner_id")
    type_id = fields.Many2one(related="case_id.type_id", string="Type")
    date_closed = fields.Datetime(related="case_id.date_closed")
    suggested_type_id = fields.Many2one(
        "repair.case.type", required=True, ondelete="cascade", readonly=True
    )
    probability = fields.Float("How Sure", readonly=True, aggregator="avg")
    is_confirmed = fields.Boolean("Confirmed", readonly=True)

    _case_unique = models.UniqueIndex("(case_id)", "A case is doubted once.")

    @api.model
    def _replace(self, company, rows):
        """Have these doubts stand instead of those of the last training.

        :param rows: list of ``(case id, suggested type id, probability)``
        """
        old = self.search([("company_id", "=", company.id), ("is_confirmed", "=", False)])
        old.unlink()
        confirmed = set(self.search([("company_id", "=", company.id)]).case_id.ids)
        self.create(
            [
                {"case_id": case_id, "suggested_type_id": type_id, "probability": probability}
                for case_id, type_id, probability in rows
                if case_id not in confirmed
            ]
        )

    @api.model
    def _answered(self, cases):
        """Take cases from the list whose type somebody has decided on."""
        self.search([("case_id", "in", cases.ids)]).unlink()

    def action_correct(self):
        """Give these cases the suggested type; they leave the list."""
        self.check_access("read")
        for case, case_type in [(doubt.case_id, doubt.suggested_type_id) for doubt in self]:
            # With the rights of the user: to change a case is for whoever may.
            case.write({"type_id": case_type.id})
        # sudo: the list is the system's; of a case that had that type already.
        self.sudo().exists().unlink()
        return True

    def action_confirm(self):
        """Keep the types as they are, and do not ask again."""
        self.check_access("read")
        self.case_id.check_access("write")
        # sudo: the list is the system's.
        self.sudo().write({"is_confirmed": True})
        return True
