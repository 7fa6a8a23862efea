"""What the check of a forecast says, in words."""

from ...foresight.check import LEAST_MONTHS


def check_sentence(check):
    """Return in words how good the forecast would have been."""
    if not check.verdict:
        return check.env._("Calculated for the first time tonight.")
    values = {
        "error": f"{check.error:.2f}",
        "last_year": f"{check.last_year_error:.2f}",
        "model": f"{check.model_error:.2f}",
        "model_last_year": f"{check.model_last_year_error:.2f}",
        "foretold": f"{check.foretold:,.0f}",
        "came": f"{check.came:,}",
        "before": f"{check.last_year:,}",
        "months": check.months,
        "least": LEAST_MONTHS,
    }
    if check.verdict == "too_short":
        return check.env._(
            "The forecast cannot be checked yet: it needs %(least)s months of history before "
            "the last 12 months, and there are %(months)s. Until then customers are expected "
            "as often as in the last 12 months, unless they come at regular intervals.",
            **values,
        )
    if check.verdict == "too_little":
        return check.env._(
            "Too few customers came again for a forecast. They are expected as often as in "
            "the last 12 months, unless they come at regular intervals."
        )
    if check.verdict == "worse":
        return check.env._(
            "The statistical model is not used. For the last 12 months it would have been "
            "off by %(model)s repairs per customer, “as many as the year before” by "
            "%(model_last_year)s. Customers are expected as often as in the last 12 months, "
            "unless they come at regular intervals.",
            **values,
        )
    return check.env._(
        "For the last 12 months the forecast would have been off by %(error)s repairs per "
        "customer, “as many as the year before” by %(last_year)s. In total it would have "
        "predicted %(foretold)s repairs; there were %(came)s, and %(before)s the year before.",
        **values,
    )
