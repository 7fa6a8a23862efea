"""The records behind each figure: which of them count, and which are found.

The same as :data:`.tally.TALLIED` counts, as domains: for the shares of a pivot, and for the list
that a figure opens.
"""

from dataclasses import dataclass

from .measure import MEAN

OUTCOME_MODEL, FEEDBACK_MODEL = "repair.case.outcome", "repair.feedback"
# The day and the customer's company of a record, as figures count them.
DAY_FIELD = {OUTCOME_MODEL: "closed_on", FEEDBACK_MODEL: "day"}
SCORED = [("score", "!=", False)]
# As Odoo's searches say it.
ON_THIS_DAY = "today"


@dataclass(frozen=True)
class Records:
    """Of a figure: the model, the domain ``of`` all that count, and that of those ``found``."""

    model: str
    of: tuple = ()
    found: tuple = ()


RECORDS = {
    "satisfied_share": Records(FEEDBACK_MODEL, SCORED, [("score", ">=", 4)]),
    MEAN: Records(FEEDBACK_MODEL, SCORED),
    # Of closed cases; but who asks for complaints wants to read them.
    "complaint_rate": Records(FEEDBACK_MODEL, [("way", "=", "complaint")]),
    "answer_rate": Records(OUTCOME_MODEL, [("asked_on", "!=", False)], [("answered", "=", True)]),
    "reopening_rate": Records(OUTCOME_MODEL, [], [("is_reopened", "=", True)]),
    "response_attainment": Records(
        OUTCOME_MODEL, [("response_result", "!=", False)], [("response_result", "=", "met")]
    ),
    "resolution_attainment": Records(
        OUTCOME_MODEL, [("resolution_result", "!=", False)], [("resolution_result", "=", "met")]
    ),
    "first_time_fix": Records(
        OUTCOME_MODEL,
        [("fix_result", "!=", False), ("fix_known_on", "<", ON_THIS_DAY)],
        [("fix_result", "=", "fixed")],
    ),
}


def domain_of(figure, today):
    """Return the domain of the records that count, on a day."""
    return [
        (name, operator, today if value == ON_THIS_DAY else value)
        for name, operator, value in RECORDS[figure].of
    ]
