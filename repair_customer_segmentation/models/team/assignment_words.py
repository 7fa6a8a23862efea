"""Says in words why somebody has, gets, or does not get a case or a customer."""

from functools import reduce

from odoo import fields

from ..access.day_text import day_text
from ..access.enumerated import enumerated
from .absence import FOREVER

# Of what reasons tell the name.
NAMED_MODELS = ("repair.case.type", "product.category", "res.partner.industry")


class AssignmentWords:
    """Reasons of an assignment (see ``desk/ranking.py``) in the language of an environment.

    :param env: the environment of the reader
    """

    def __init__(self, env):
        self._env = env

    def reasons_text(self, reasons):
        """Return reasons (see ``desk/ranking.py``) in words, the strongest first."""
        texts = [self.reason_text(code, *values) for code, *values in reasons]
        if not texts:
            return ""
        return reduce(lambda a, b: self._env._("%(first)s; %(second)s", first=a, second=b), texts)

    def reason_text(self, code, *values):
        """Return one reason in words."""
        words = {
            "manager": self._env._("manager of this customer"),
            "ratings": self._env._(
                "knows this customer (%(first)s of %(second)s ratings positive)"
            ),
            "closed": self._env._("cases solved for this customer: %(first)s"),
            "industry": self._env._("knows the industry %(first)s"),
            "skill": self._env._("knows %(first)s"),
            "load": self._env._("%(first)s of %(second)s open cases"),
            "full": self._env._("%(first)s of %(second)s open cases, at capacity"),
            "customers": self._env._("%(first)s of %(second)s customers"),
            "customers_full": self._env._("%(first)s of %(second)s customers, at capacity"),
            "outside": self._env._("outside working hours"),
            "away": self._env._("away until %(first)s"),
            "out": self._env._("out of office"),
            "complained": self._env._("the complaint is about them"),
            "archived": self._env._("no longer a user"),
            "company": self._env._("not a user of this company"),
            "no_cases": self._env._("not assigned automatically"),
        }
        if code == "away" and fields.Datetime.to_datetime(values[0]) >= FOREVER:
            code, values = "out", ()
        if code == "away":
            values = [self._day_text(*values)]
        values = [self._reason_name(value) for value in values]
        return words[code] % dict(zip(("first", "second"), values, strict=False))

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
        return self._env[model].sudo().browse(res_id).exists().name or ""

    def _day_text(self, moment):
        """Return the day of a moment (naive UTC) where the reader is."""
        moment = fields.Datetime.context_timestamp(
            self._env.user, fields.Datetime.to_datetime(moment)
        )
        return day_text(self._env, moment.date())

    def nobody_text(self, members):
        """Return why nobody gets a case, in a sentence.

        :param list members: pairs of a name and the reason that keeps its owner from it
        """
        if not members:
            return self._env._("No one can be assigned: the team has no members.")
        words = [
            self._env._("%(name)s (%(reason)s)", name=name, reason=self.reason_text(*reason))
            for name, reason in members
        ]
        return self._env._("No one can take it: %s.", enumerated(self._env, words))
