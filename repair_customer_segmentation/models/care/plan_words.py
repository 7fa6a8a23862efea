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
        plan = self.plan
        target = plan[SCOPES.get(plan.scope, "device_id")].display_name
        if not target:
            return ""
        whom = {
            "level": self.env._("for devices of customers at %s", target),
            "tier": self.env._("for devices of customers in the tier %s", target),
            "contract": self.env._("for the devices covered by contract %s", target),
            "device": self.env._("for the device %s", target),
        }
        return self.env._(
            "%(when)s, %(ahead)s, %(whom)s.",
            when=self._when(),
            ahead=self._ahead(),
            whom=whom[plan.scope],
        )

    def _ahead(self):
        days = self.plan.lead_days
        if not days or self.plan.rhythm == REPAIRS:
            return self.env._("opened when it is due")
        if days == 1:
            return self.env._("opened 1 day ahead")
        return self.env._("opened %s days ahead", days)

    def _when(self):
        plan = self.plan
        if plan.rhythm == REPAIRS:
            if plan.repair_interval == 1:
                return self.env._("After each repair")
            return self.env._("After %s repairs since the last inspection", plan.repair_interval)
        if plan.rhythm == OWN:
            if plan.counts_from == "calendar":
                return self.env._("At the device's own rhythm, counted from its last repair")
            return self.env._(
                "At the device's own rhythm, counted from its last repair or inspection"
            )
        if plan.is_once:
            return self._once()
        months = plan.interval_months
        if plan.counts_from == "completion":
            if months == 1:
                return self.env._("Every month from completion")
            return self.env._("Every %s months from completion", months)
        if plan.start_from == "purchase":
            if months == 1:
                return self.env._("Every month by the calendar from the purchase of the device")
            return self.env._(
                "Every %s months by the calendar from the purchase of the device", months
            )
        if months == 1:
            return self.env._("Every month by the calendar from %s", self._start())
        return self.env._(
            "Every %(months)s months by the calendar from %(day)s",
            months=months,
            day=self._start(),
        )

    def _once(self):
        months = self.plan.interval_months
        if self.plan.start_from == "plan":
            return self.env._("Once, on %s", self._start())
        if months == 1:
            return self.env._("Once, 1 month after the purchase of the device")
        return self.env._("Once, %s months after the purchase of the device", months)

    def _start(self):
        day = self.plan.date_start
        if not day:
            return self.env._("the day it is switched on")
        return format_date(self.env, day, date_format="long")

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
                "Does not apply yet: the device has %(count)s of the %(needed)s closed repairs "
                "that tell its rhythm.",
                count=most,
                needed=FEWEST_REPAIRS,
            )
        if devices == 1:
            return self.env._("Applies: the device has %s closed repairs or more.", FEWEST_REPAIRS)
        return self.env._(
            "Applies to %(known)s of %(devices)s devices: those with %(needed)s closed repairs or "
            "more.",
            known=known,
            devices=devices,
            needed=FEWEST_REPAIRS,
        )
