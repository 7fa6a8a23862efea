"""When a person is told of something: in that person's working hours."""

from datetime import timedelta


class PersonalHours:
    """The working hours of people, each looked up once.

    A person's own hours count, in the time zone of the person. Whoever has none, or flexible
    ones, is told in the hours of the company, by the clock of the place where the person is.

    :param env: an environment that may read resources, calendars and users
    """

    def __init__(self, env):
        self._env = env
        self._hours = {}

    def next_moment(self, user, company, moment):
        """Return the first moment, from this one on, in which a user works (naive UTC).

        Where nothing says which hours that are it is this moment.
        """
        key = (user.id, company.id)
        if key not in self._hours:
            self._hours[key] = self._of(user, company)
        working = self._hours[key]
        # Who works until five hears of it at five.
        found = working and working.first_from(moment - timedelta(seconds=1))
        return max(found, moment) if found else moment

    def _of(self, user, company):
        resources = self._env["resource.resource"].search([("user_id", "=", user.id)])
        own = resources.filtered(lambda r: r.company_id == company)[:1]
        own = own or resources.filtered(lambda r: not r.company_id)[:1]
        calendar, tz = own.calendar_id, own.tz or user.tz
        if not calendar or calendar.flexible_hours:
            calendar = company.resource_calendar_id
        if not calendar or calendar.flexible_hours:
            return None
        return calendar._repair_working_time(company.id, tz or None)
