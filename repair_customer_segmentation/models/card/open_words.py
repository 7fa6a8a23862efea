"""What is open with a customer, a line each: cases, declined work, visits, reviews, promises."""

from odoo.tools import formatLang
from odoo.tools.misc import format_amount

from ..access.day_text import short_day_text, time_text


class OpenWords:
    """``OpenWords(facts, customer).rows()`` yields dicts of ``what``, ``text``, ``when``, ``late``.

    :param facts: :class:`.talk_facts.TalkFacts`
    """

    def __init__(self, facts, customer):
        self.facts, self.customer, self.env = facts, customer, facts.env

    def rows(self):
        """Yield the lines of all parts, each part with how many more of it there are."""
        for part, label, row in (
            ("cases", self.env._("Case"), self._case),
            ("activities", self.env._("Promised"), self._activity),
            ("visits", self.env._("Visit"), self._visit),
            ("reviews", self.env._("Review"), self._review),
            ("declined", self.env._("Declined Work"), self._declined),
        ):
            found = self.facts.of(part, self.customer)
            for record in found.records:
                yield {"what": label, "late": False, "when": "", **row(record)}
            if found.more > 0:
                count = formatLang(self.env, found.more, digits=0)
                text = self.env._("and %s more", count)
                yield {"what": "", "text": text, "when": "", "late": False}

    def _case(self, case):
        late = case.sla_state == "breached"
        when = ""
        if case.next_deadline:
            words = {
                "day": short_day_text(self.env, case.next_deadline),
                "time": time_text(self.env, case.next_deadline),
            }
            when = (
                self.env._("overdue since %(day)s, %(time)s", **words)
                if late
                else self.env._("due %(day)s, %(time)s", **words)
            )
        text = self.env._("%(case)s (%(stage)s)", case=case.display_name, stage=case.stage_id.name)
        return {"text": text, "when": when, "late": late}

    def _activity(self, activity):
        name = activity.summary or activity.activity_type_id.name or ""
        # sudo: the name of whoever promised, as the activity shows it.
        who = activity.sudo().user_id.name
        text = self.env._("%(what)s (%(who)s)", what=name, who=who) if who else name
        return {"text": text, **self._by(activity.date_deadline)}

    def _visit(self, visit):
        return {"text": visit.display_name, **self._by(visit.date_due)}

    def _review(self, review):
        # sudo: the name of whoever is responsible, as the review shows it.
        who = review.sudo().user_id.name
        return {"text": who or self.env._("Relationship Review"), **self._by(review.date_due)}

    def _declined(self, work):
        text = work.name
        if self.facts.may_see_amounts and work.amount:
            amount = format_amount(self.env, work.amount, work.currency_id)
            text = self.env._("%(work)s, %(amount)s", work=text, amount=amount)
        day = short_day_text(self.env, work.date_declined)
        return {"text": text, "when": self.env._("declined on %s", day)}

    def _by(self, day):
        """Return until when something is to be done, and whether that day is over."""
        late = day < self.facts.today
        words = short_day_text(self.env, day)
        when = self.env._("overdue since %s", words) if late else self.env._("due on %s", words)
        return {"when": when, "late": late}
