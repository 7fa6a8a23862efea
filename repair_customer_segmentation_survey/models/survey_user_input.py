from odoo import models
from odoo.tools import SQL

from .answers import score_values, text_of


class SurveyUserInput(models.Model):
    """A participation that is complete says how satisfied a customer is."""

    _inherit = "survey.user_input"

    def _mark_done(self):
        res = super()._mark_done()
        self._record_repair_feedback()
        return res

    def _record_repair_feedback(self):
        """Note completed answers of repair customers as their feedback, once each."""
        # sudo: whoever fills in the survey says what they say; nothing is shown to them.
        inputs = self.sudo().filtered(lambda each: each.partner_id and not each.test_entry)
        known = self.env["repair.feedback"].sudo().search([("survey_input_id", "in", inputs.ids)])
        inputs -= known.survey_input_id
        companies = inputs._repair_companies()
        values = [each._feedback_values(companies.get(each.id)) for each in inputs]
        # sudo: see above.
        self.env["repair.feedback"].sudo()._record([each for each in values if each])

    def _feedback_values(self, company_id):
        """Return the values of the feedback of a participation; nothing where it says nothing."""
        survey, lines = self.survey_id, self.user_input_line_ids
        score = score_values(survey.repair_score_question_id, lines)
        text = text_of(survey.repair_text_question_id, lines)
        if not company_id or not (score or text):
            return {}
        return {
            "way": "survey",
            "partner_id": self.partner_id.id,
            "company_id": company_id,
            "date": self.end_datetime,
            "text": text or False,
            "service_level_id": self._repair_level(company_id),
            "survey_input_id": self.id,
            **score,
        }

    def _repair_level(self, company_id):
        """Return the id of the service level that the customer has at this moment."""
        customer = self.partner_id.commercial_partner_id
        levels = self.env["repair.service.level"]
        return levels._customer_levels(company_id, customer.ids)[customer.id] or False

    def _repair_companies(self):
        """Return id -> the company that asked, else the first one that knows the customer."""
        self.env.flush_all()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT input.id, COALESCE(
                               (SELECT recipient.company_id
                                  FROM repair_survey_recipient AS recipient
                                 WHERE recipient.input_id = input.id
                                 LIMIT 1),
                               (SELECT profile.company_id
                                  FROM repair_customer_profile AS profile
                                 WHERE profile.partner_id = partner.commercial_partner_id
                                 ORDER BY profile.company_id = partner.company_id DESC NULLS LAST,
                                          profile.company_id
                                 LIMIT 1))
                      FROM survey_user_input AS input
                      JOIN res_partner AS partner ON partner.id = input.partner_id
                     WHERE input.id = ANY(%s)
                    """,
                    self.ids,
                )
            )
        )
