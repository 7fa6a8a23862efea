from functools import reduce

from odoo import api, fields, models
from odoo.tools import format_date

from .absence import FOREVER

# Of what reasons tell the name.
NAMED_MODELS = ("repair.case.type", "product.category", "res.partner.industry")


class RepairCase(models.Model):
    """Says in words why somebody has, gets, or does not get a case."""

    _inherit = "repair.case"

    @api.model
    def _assignment_words(self, reasons):
        """Return reasons (see ``service/ranking.py``) in words, the strongest first."""
        words = [self._assignment_word(code, *values) for code, *values in reasons]
        if not words:
            return ""
        return reduce(lambda a, b: self.env._("%(first)s; %(second)s", first=a, second=b), words)

    @api.model
    def _assignment_word(self, code, *values):
        """Return one reason in words."""
        words = {
            "manager": self.env._("manager of this customer"),
            "ratings": self.env._(
                "answered this customer's cases: %(first)s of %(second)s good ratings"
            ),
            "closed": self.env._("solved %(first)s cases of this customer"),
            "industry": self.env._("knows the industry %(first)s"),
            "skill": self.env._("knows %(first)s"),
            "load": self.env._("%(first)s of %(second)s open cases"),
            "full": self.env._("%(first)s of %(second)s open cases, no room"),
            "customers": self.env._("%(first)s of %(second)s customers"),
            "customers_full": self.env._("%(first)s of %(second)s customers, no room"),
            "outside": self.env._("outside working hours"),
            "away": self.env._("away until %(first)s"),
            "out": self.env._("out of office"),
            "archived": self.env._("no longer a user"),
            "company": self.env._("not a user of this company"),
            "no_cases": self.env._("takes no cases by itself"),
        }
        if code == "away" and fields.Datetime.to_datetime(values[0]) >= FOREVER:
            code, values = "out", ()
        if code == "away":
            values = [self._day_text(*values)]
        values = [self._reason_name(value) for value in values]
        return words[code] % dict(zip(("first", "second"), values, strict=False))

    @api.model
    def _reason_name(self, value):
        """Return what a reason names, in the language of the reader.

        :param value: a text or a number, or the pair of a model and an id
        """
        if not isinstance(value, list | tuple):
            return value
        model, res_id = value
        if model not in NAMED_MODELS:
            return ""
        # sudo: what somebody knows is told, by the names of these settings alone.
        return self.env[model].sudo().browse(res_id).exists().name or ""

    @api.model
    def _day_text(self, moment):
        """Return the day of a moment (naive UTC) where the reader is."""
        moment = fields.Datetime.context_timestamp(self, fields.Datetime.to_datetime(moment))
        return format_date(self.env, moment.date())

    @api.model
    def _nobody_words(self, members):
        """Return why nobody gets a case, in a sentence.

        :param list members: pairs of a name and the reason that keeps its owner from it
        """
        if not members:
            return self.env._("There is nobody to give it to: the team has no members.")
        words = [
            self.env._("%(name)s (%(reason)s)", name=name, reason=self._assignment_word(*reason))
            for name, reason in members
        ]
        words = reduce(lambda a, b: self.env._("%(first)s, %(second)s", first=a, second=b), words)
        return self.env._("Nobody can get it: %s.", words)
