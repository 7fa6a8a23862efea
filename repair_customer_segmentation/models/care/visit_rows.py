"""Keeps the planned visits of a plan as the plan says: one for each device it covers."""

from odoo.tools import SQL

from ...desk.maintenance import next_visits
from ...segmentation.planner import planner_settings
from .plan_scope import LEFT, plan_subject, rhythm_of

VISIT = "repair.maintenance.visit"
# Compiling the statement takes longer than running it. Of all devices, PostgreSQL takes how many
# there are for a few, since it cannot know, and would compare each of them with each other.
SOME = {"jit": "off"}
ALL = {**SOME, "enable_nestloop": "off"}


class VisitRows:
    """The planned visits of a plan, brought in line in one statement.

    ``VisitRows(plan).refresh()`` does all devices, ``refresh(device_ids)`` some of them. A visit
    that moves keeps its row; one of a device that has left the plan stays, with the reason, until
    the day it would be opened on, and is skipped then. Whoever comes back before loses nothing.
    """

    def __init__(self, plan):
        self.plan = plan
        self.env = plan.env

    def next_visits(self, device_ids=None):
        """Return the SELECT of the next visit of each device, see :mod:`.desk.maintenance`."""
        return next_visits(
            rhythm_of(self.plan),
            plan_subject(self.plan, device_ids),
            SQL(" UNION ALL ").join(self.plan._repair_sources(device_ids)),
            SQL(" UNION ALL ").join(self.plan._busy_sources(device_ids)),
            device_ids,
        )

    def refresh(self, device_ids=None):
        """Insert, move and remove planned visits; of a plan that is off there are none."""
        self.env.flush_all()
        if not (self.plan.active and self.plan.is_running and self.plan.company_id):
            self.env.cr.execute(
                SQL(
                    "DELETE FROM repair_maintenance_visit WHERE plan_id = %s AND state = 'planned'",
                    self.plan.id,
                )
            )
        else:
            with planner_settings(self.env.cr, **(ALL if device_ids is None else SOME)):
                self.env.cr.execute(self._statement(device_ids))
        self.env[VISIT].invalidate_model()

    def _statement(self, device_ids):
        return SQL(
            """
            WITH following AS MATERIALIZED (
                SELECT n.device_id, n.due, n.reason, d.partner_id, d.commercial_partner_id
                  FROM (%(following)s) AS n
                  JOIN repair_device AS d ON d.id = n.device_id
                 WHERE NOT n.is_open
            ), gone AS (
                DELETE FROM repair_maintenance_visit AS v
                 WHERE v.plan_id = %(plan)s AND v.state = 'planned' %(devices)s
                   AND NOT EXISTS (SELECT FROM following AS f WHERE f.device_id = v.device_id)
            ), moved AS (
                UPDATE repair_maintenance_visit AS v
                   SET date_due = f.due, date_opening = f.due - %(lead)s, reason = f.reason,
                       partner_id = f.partner_id, planned_hours = %(hours)s,
                       commercial_partner_id = f.commercial_partner_id,
                       write_uid = %(user)s, write_date = timezone('UTC', now())
                  FROM following AS f
                 WHERE v.plan_id = %(plan)s AND v.state = 'planned' AND v.device_id = f.device_id
                   AND (v.date_due, v.date_opening, v.reason, v.partner_id, v.planned_hours,
                        v.commercial_partner_id)
                       IS DISTINCT FROM
                       (f.due, f.due - %(lead)s, f.reason, f.partner_id, %(hours)s,
                        f.commercial_partner_id)
            )
            INSERT INTO repair_maintenance_visit
                   (plan_id, company_id, device_id, partner_id, commercial_partner_id, date_due,
                    date_opening, state, reason, planned_hours,
                    create_uid, create_date, write_uid, write_date)
            SELECT %(plan)s, %(company)s, f.device_id, f.partner_id, f.commercial_partner_id,
                   f.due, f.due - %(lead)s, 'planned', f.reason, %(hours)s,
                   %(user)s, timezone('UTC', now()), %(user)s, timezone('UTC', now())
              FROM following AS f
             WHERE (f.reason IS NULL OR f.reason <> ALL(%(left)s))
               AND NOT EXISTS (SELECT FROM repair_maintenance_visit AS v
                                WHERE v.plan_id = %(plan)s AND v.device_id = f.device_id
                                  AND v.state = 'planned')
               AND NOT (f.reason IS NOT DISTINCT FROM 'contract'
                        AND EXISTS (SELECT FROM repair_maintenance_visit AS v
                                     WHERE v.plan_id = %(plan)s AND v.device_id = f.device_id
                                       AND v.skip_reason = 'contract'))
                ON CONFLICT DO NOTHING
            """,
            following=self.next_visits(device_ids),
            plan=self.plan.id,
            company=self.plan.company_id.id,
            devices=SQL()
            if device_ids is None
            else SQL("AND v.device_id = ANY(%s)", list(device_ids)),
            lead=rhythm_of(self.plan).lead,
            hours=SQL("%s::double precision", self.plan.planned_hours),
            user=self.env.uid,
            left=list(LEFT),
        )
