from decimal import Decimal

from ...vocabulary import METRICS


def explained_figures(profile, day):
    """Return metric -> the figure that the classes of a day were computed from, exact."""
    # sudo: amounts decide what is met; the words leave them out for who may not see them.
    profile = profile.sudo()
    figures = {name: Decimal(str(profile[name])) for name in METRICS if name in profile._fields}
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
        "employee_count": Decimal(partner.repair_employee_count),
        "is_enterprise": Decimal(partner.is_company),
        "is_international": Decimal(abroad),
    }
