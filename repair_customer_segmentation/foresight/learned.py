"""All that is learned of a company's customers, kept while they are foretold piece by piece."""

from dataclasses import dataclass
from math import inf

from . import amounts as amounts_of
from . import bgnbd
from .amounts import Amounts
from .bgnbd import Parameters
from .check import PASSED, Check, check
from .customers import figures, work_table
from .groups import groups_of
from .store import mean_worth


@dataclass(frozen=True)
class Learned:
    """What customers are foretold by.

    :ivar parameters: :class:`.bgnbd.Parameters`; ``None`` where they could not be learned
    :ivar bool model_speaks: the model passed its check
    :ivar Amounts amounts: see :mod:`.amounts`
    :ivar float worth: what the mean customer brought in a year
    """

    parameters: Parameters | None
    model_speaks: bool
    amounts: Amounts
    worth: float

    def dump(self):
        """Return this as JSON has it."""
        amounts = self.amounts
        return {
            "parameters": vars(self.parameters) if self.parameters else None,
            "model_speaks": self.model_speaks,
            "k": None if amounts.k == inf else amounts.k,
            "mean": amounts.mean,
            "means": {str(class_id): mean for class_id, mean in amounts.means.items()},
            "worth": self.worth,
        }

    @classmethod
    def load(cls, data):
        """Return what :meth:`dump` gave."""
        means = {int(class_id): mean for class_id, mean in data["means"].items()}
        return cls(
            Parameters(**data["parameters"]) if data["parameters"] else None,
            data["model_speaks"],
            Amounts(inf if data["k"] is None else data["k"], data["mean"], means),
            data["worth"],
        )


def learn(cr, moment):
    """Return what the customers of a work table teach: :class:`Learned` and the :class:`Check`.

    A model that is worse than last year is kept for the chance of being active, which nothing
    else tells; it does not say how often customers come.

    :raise ArithmeticError: where a fit finds no end
    """
    found: Check = check(cr, moment)
    try:
        parameters = bgnbd.fit(groups_of(cr, figures(moment))).parameters
    except bgnbd.TooLittleData:
        parameters = None
    amounts = amounts_of.learn(cr, work_table(moment.company_id))
    worth = mean_worth(cr, moment, amounts)
    return Learned(parameters, found.state == PASSED, amounts, worth), found
