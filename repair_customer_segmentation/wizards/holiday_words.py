"""What the dialog of public holidays says before days are added."""

from ..desk import public_holidays
from ..models.access.enumerated import enumerated

MOST_YEARS = 10


def notices(wizard):
    """Yield what the user has to know before adding the days of a dialog."""
    if reason := refusal(wizard):
        yield reason
        return
    years = range(wizard.year_from, wizard.year_to + 1)
    unknown = public_holidays.years_without_swaps(wizard.country_id.code, years)
    if unknown:
        yield wizard.env._(
            "Make-up working days of %(country)s are not known for %(years)s. Once they are "
            "announced, update the Python package “holidays” and add them here.",
            country=wizard.country_id.name,
            years=enumerated(wizard.env, map(str, unknown)),
        )
    yield wizard.env._(
        "Days to add: %(count)s. Days that are there already or were changed by hand stay as "
        "they are.",
        count=len(wizard.line_ids.filtered("is_chosen")),
    )
    if others := wizard._others_without():
        yield wizard.env._(
            "Other working hours of the company do not have all of these days yet: %s. To add "
            "the days there as well, choose these next under “Working Hours”.",
            ", ".join(others.mapped("name")),
        )


def refusal(wizard):
    """Return why a dialog can add no days with what was chosen; nothing when it can."""
    env, calendar = wizard.env, wizard.calendar_id
    if not calendar or not wizard.country_id:
        return env._("Choose the “Working Hours” and the “Country”.")
    if wizard.year_to < wizard.year_from:
        return env._("“To Year” is before “From Year”. Enter the same or a later year.")
    if wizard.year_to - wizard.year_from >= MOST_YEARS:
        return env._(
            "From “From Year” to “To Year” is more than %s years. Add fewer years at a time.",
            MOST_YEARS,
        )
    if not wizard.category_ids.filtered("is_chosen"):
        return env._("Choose at least one of the “Kinds of Days”.")
    if not calendar.flexible_hours and not any(
        line._is_work_period() for line in calendar.attendance_ids
    ):
        return env._(
            "The working hours “%s” contain no hours, so that no day of them can be free. Enter "
            "the hours first, or choose other working hours.",
            calendar.name,
        )
    return None
