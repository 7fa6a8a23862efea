"""Records of the rooms that serve a customer, of one company: contracts, tips and care."""

from .care_records import care_records
from .checklist_records import checklist_records
from .contract_records import contract_records
from .feedback_records import feedback_records
from .forecast_records import forecast_records
from .history_records import history_records
from .improvement_records import improvement_records
from .review_records import review_records
from .tip_records import tip_records
from .workbook_records import workbook_records


def other_records(env, company, partner, level):
    """Return a contract, a tip and a care rule of a company, with what belongs to them."""
    return (
        *care_records(env, company, partner),
        *checklist_records(env, company, partner),
        *feedback_records(env, company, partner),
        *forecast_records(env, company, partner),
        *contract_records(env, company, partner, level),
        *improvement_records(env, company),
        *tip_records(env, company, partner),
        *history_records(env, company, partner),
        *workbook_records(env, company),
        review_records(env, company, partner),
    )
