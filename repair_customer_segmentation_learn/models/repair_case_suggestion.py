from odoo import api, fields, models

from odoo.addons.repair_customer_segmentation.vocabulary import CASE


class RepairCaseSuggestion(models.Model):
    """What the words of a new case suggested as its type, and how sure that was.

    What people made of it, the case itself says; ``repair.suggestion.report`` compares the two.
    """

    _name = "repair.case.suggestion"
    _description = "Suggested Type"
    _inherit = ["repair.engine.owned"]
    _order = "id desc"

    case_id = fields.Many2one(CASE, required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    date = fields.Datetime(required=True, readonly=True)
    version = fields.Integer("Model", readonly=True, help="0: by the names of the types alone.")
    first_type_id = fields.Many2one("repair.case.type", ondelete="cascade", readonly=True)
    second_type_id = fields.Many2one("repair.case.type", ondelete="set null", readonly=True)
    third_type_id = fields.Many2one("repair.case.type", ondelete="set null", readonly=True)
    probability = fields.Float(readonly=True, aggregator="avg")
    is_filled = fields.Boolean("Filled In", related="case_id.is_type_filled", store=True)

    _case_unique = models.UniqueIndex("(case_id)", "A case has one suggestion.")

    @api.model
    def _record(self, suggested):
        """Keep what was suggested.

        :param suggested: list of ``(case, version, suggestions of types)``
        """
        names = ("first_type_id", "second_type_id", "third_type_id")
        # sudo: the record is the system's, whoever opened the case.
        self.sudo().create(
            [
                {
                    "case_id": case.id,
                    "date": fields.Datetime.now(),
                    "version": version,
                    "probability": types[0].probability or 0,
                    **{name: each.value for name, each in zip(names, types, strict=False)},
                }
                for case, version, types in suggested
            ]
        )
