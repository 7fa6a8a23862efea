from decimal import Decimal

from ...segmentation.metrics import FORECAST
from ...vocabulary import METRICS


def explained_figures(profile, day):
    """Return metric -> the figure that the classes of a day were computed from, exact."""
    # sudo: amounts decide what is met; the words leave them out for who may not see them.
    profile = profile.sudo()
    own = [name for name in METRICS if name in profile._fields and name not in FORECAST]
    figures = {name: _exact(profile[name]) for name in own}
    for name, source in (
        ("recency_days", "last_repair_date"),
        ("tenure_days", "first_repair_date"),
    ):
        moment = profile[source]
        repaired = moment and profile.company_id._repair_day(moment)
        figures[name] = Decimal((day - repaired).days) if repaired else None
    # A mean of nothing is no figure, and meets nothing; Odoo reads it as zero.
    for name, has in (
        ("mean_interval_days", profile.repair_count_total > 1),
        ("rating_avg", profile.rating_avg),
        ("service_share", profile.repair_count_total),
    ):
        figures[name] = figures[name] if has else None
    home = profile.company_id.country_id
    abroad = bool(home and profile.country_id and profile.country_id != home)
    partner = profile.partner_id
    return {
        **figures,
        **_foretold(profile),
        "employee_count": Decimal(partner.repair_employee_count),
        "is_enterprise": Decimal(partner.is_company),
        "is_international": Decimal(abroad),
    }


def _foretold(profile):
    """Return metric -> what the forecast says of the customer, ``None`` where it says nothing."""
    unknown = profile.expected_repairs is False
    found = {name: False if unknown else profile[name] for name in FORECAST}
    return {name: _exact(number) for name, number in found.items()}


def _exact(number):
    return None if number is False else Decimal(str(number))
