from odoo import fields, models

from odoo.addons.repair_customer_segmentation.vocabulary import CASE


class RepairSuggestionReport(models.Model):
    """Suggested types beside what they became: was it right as often as was promised?"""

    _name = "repair.suggestion.report"
    _description = "Suggestions and What Came"
    _auto = False
    _order = "date desc, id desc"

    case_id = fields.Many2one(CASE, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Datetime("Opened on", readonly=True)
    version = fields.Integer("Model", readonly=True, aggregator=False)
    type_id = fields.Many2one("repair.case.type", readonly=True)
    suggested_type_id = fields.Many2one("repair.case.type", readonly=True)
    band = fields.Selection(
        [
            ("0", "Day one"),
            ("1", "Below 50%"),
            ("2", "50% to 70%"),
            ("3", "70% to 90%"),
            ("4", "90% to 95%"),
            ("5", "95% and more"),
        ],
        "How Sure",
        readonly=True,
    )
    outcome = fields.Selection(
        [
            ("kept", "Filled in and kept"),
            ("corrected", "Filled in and corrected"),
            ("accepted", "Offered and right"),
            ("other", "Offered, another one came"),
            ("open", "Not closed yet"),
        ],
        readonly=True,
    )
    is_filled = fields.Boolean("Filled In", readonly=True)
    case_count = fields.Integer("Cases", readonly=True)
    promised = fields.Float(readonly=True, aggregator="avg")
    right_share = fields.Float("Right", readonly=True, aggregator="avg")
    three_share = fields.Float("Among Three", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return """
            SELECT s.id, s.case_id, s.company_id, s.date, s.version, s.is_filled,
                   1 AS case_count, c.type_id, s.first_type_id AS suggested_type_id,
                   CASE WHEN s.version = 0 THEN '0'
                        WHEN s.probability < 0.5 THEN '1'
                        WHEN s.probability < 0.7 THEN '2'
                        WHEN s.probability < 0.9 THEN '3'
                        WHEN s.probability < 0.95 THEN '4'
                        ELSE '5' END AS band,
                   CASE WHEN c.state != 'closed' OR c.type_id IS NULL THEN 'open'
                        WHEN s.is_filled AND c.type_id = s.first_type_id THEN 'kept'
                        WHEN s.is_filled THEN 'corrected'
                        WHEN c.type_id = s.first_type_id THEN 'accepted'
                        ELSE 'other' END AS outcome,
                   CASE WHEN c.state = 'closed' AND s.version > 0 THEN s.probability
                        END AS promised,
                   CASE WHEN c.state = 'closed' AND c.type_id IS NOT NULL
                        THEN (c.type_id = s.first_type_id)::int::float END AS right_share,
                   CASE WHEN c.state = 'closed' AND c.type_id IS NOT NULL
                        THEN (c.type_id IN (s.first_type_id, s.second_type_id, s.third_type_id)
                              IS TRUE)::int::float END AS three_share
              FROM repair_case_suggestion AS s
              JOIN repair_case AS c ON c.id = s.case_id
        """
