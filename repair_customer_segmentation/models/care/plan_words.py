"""What a maintenance plan does, in a sentence that reads its settings back."""

from odoo.tools import SQL, format_date

from ...desk.maintenance import FEWEST_REPAIRS, OWN, REPAIRS
from .plan_scope import SCOPES, plan_subject


class PlanWords:
    """The sentences of a plan, in the language of the user."""

    def __init__(self, plan):
        self.plan = plan
        self.env = plan.env

    def sentence(self):
        """Return what the plan does, or an empty text while that is not known."""
        plan, _ = self.plan, self.env._
        target = plan[SCOPES.get(plan.scope, "device_id")]
        if not target:
            return ""
        whom = {
            "level": _("for devices of customers at %s", target.display_name),
            "tier": _("for devices of customers in the tier %s", target.display_name),
            "device": _("for the device %s", target.display_name),
        }[plan.scope]
        return _(
            "%(when)s, %(ahead)s, %(whom)s.", when=self._when(), ahead=self._ahead(), whom=whom
        )

    def _ahead(self):
        _, days = self.env._, self.plan.lead_days
        if not days or self.plan.rhythm == REPAIRS:
            return _("opened when it is due")
        return _("opened %s days ahead", days) if days > 1 else _("opened 1 day ahead")

    def _when(self):
        plan, _ = self.plan, self.env._
        if plan.rhythm == REPAIRS:
            if plan.repair_interval == 1:
                return _("After each repair")
            return _("After %s repairs since the last inspection", plan.repair_interval)
        by_calendar = plan.counts_from == "calendar"
        if plan.rhythm == OWN:
            if by_calendar:
                return _("At the device's own rhythm, counted from its last repair")
            return _("At the device's own rhythm, counted from its last repair or inspection")
        months, from_plan = plan.interval_months, plan.start_from == "plan"
        start = (
            format_date(self.env, plan.date_start, date_format="long")
            if plan.date_start
            else _("the day it is switched on")
        )
        if plan.is_once and from_plan:
            return _("Once, on %s", start)
        if plan.is_once:
            return (
                _("Once, %s months after the purchase of the device", months)
                if months > 1
                else _("Once, 1 month after the purchase of the device")
            )
        if by_calendar:
            if from_plan:
                return (
                    _(
                        "Every %(months)s months by the calendar from %(day)s",
                        months=months,
                        day=start,
                    )
                    if months > 1
                    else _("Every month by the calendar from %s", start)
                )
            return (
                _("Every %s months by the calendar from the purchase of the device", months)
                if months > 1
                else _("Every month by the calendar from the purchase of the device")
            )
        return (
            _("Every %s months from completion", months)
            if months > 1
            else _("Every month from completion")
        )

    def rhythm_note(self):
        """Return for how many devices their own rhythm is known; empty for other rhythms."""
        plan = self.plan._origin
        if self.plan.rhythm != OWN or not plan.company_id:
            return ""
        self.env.flush_all()
        [(known, devices, most)] = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FILTER (WHERE repairs >= %s), count(*), COALESCE(max(repairs), 0)
                  FROM (
                    SELECT s.device_id, count(r.device_id) AS repairs
                      FROM (%s) AS s
                      LEFT JOIN (%s) AS r ON r.device_id = s.device_id
                     WHERE s.reason IS NULL
                     GROUP BY s.device_id
                  ) AS counted
                """,
                FEWEST_REPAIRS,
                plan_subject(plan),
                SQL(" UNION ALL ").join(plan._repair_sources()),
            )
        )
        if devices == 1 and not known:
            return self.env._(
                "Does not apply yet: the device has %(count)s of the %(needed)s closed repairs that "
                "tell its rhythm.",
                count=most,
                needed=FEWEST_REPAIRS,
            )
        return self.env._(
            "Applies to %(known)s of %(devices)s devices: those with %(needed)s closed repairs or "
            "more.",
            known=known,
            devices=devices,
            needed=FEWEST_REPAIRS,
        )
