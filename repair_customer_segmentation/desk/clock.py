"""How much of a target of working hours is used up, and when all of it is.

The clock stands still at times.
"""


def moment(working, start, hours, pauses=()):
    """Return when ``hours`` of working time have passed since ``start``, pauses left out.

    A pause after that moment changes nothing: what was due stays due.

    :param WorkingTime working: whose hours count
    :param datetime start: when the clock was started (naive UTC)
    :param float hours: the target, or a part of it
    :param pauses: pairs of moments in their order, the last end may be ``None``: still paused
    :return: naive UTC; ``None`` while it is paused before that, or when the calendar has no
        working hours
    """
    for pause_start, pause_end in pauses:
        run = working.hours_between(start, pause_start)
        # A hundredth of a second is a rounding error, not a delay.
        if run >= hours - 3e-6:
            break
        hours -= run
        if pause_end is None:
            return None
        start = max(start, pause_end)
    return working.after(start, hours)


def used(working, start, until, pauses=()):
    """Return the hours of working time that passed between two moments, pauses left out.

    :param WorkingTime working: whose hours count
    :param datetime start: when the clock was started (naive UTC)
    :param datetime until: naive UTC
    :param pauses: as of :func:`moment`
    """
    hours = 0.0
    for pause_start, pause_end in pauses:
        if pause_start >= until:
            break
        hours += working.hours_between(start, pause_start)
        if pause_end is None:
            return hours
        start = max(start, pause_end)
    return hours + working.hours_between(start, until)
