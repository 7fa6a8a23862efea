"""Cases and tickets: made one by one, in batches and by SQL, and read as the web client reads."""

import json

from lxml import etree

from odoo.tools.safe_eval import safe_eval

PAGE = 80
CARDS = 40


class Desk:
    """Opens cases or tickets for customers who are all new to it."""

    def __init__(self, env, model):
        self.env = env
        self.model = env[model]
        self.customers = env["res.partner"].create([{"name": f"Buyer {i}"} for i in range(100)])
        self.made = 0

    def values(self, count):
        first = self.made
        self.made += count
        common = {"description": "<p>It is broken</p>"}
        return [
            {**common, "name": f"Request {i}", "partner_id": self.customers[i % 100].id}
            for i in range(first, first + count)
        ]

    def create(self, count):
        self.env.invalidate_all()
        self.model.create(self.values(count))
        self.env.cr.commit()

    def create_one(self):
        self.create(1)

    def count_queries(self):
        """Return how many queries opening one takes, once the caches are warm."""
        before = self.env.cr.sql_log_count
        self.create(1)
        return self.env.cr.sql_log_count - before


class Board:
    """What the web client asks for when it shows the list and the board that a menu opens."""

    def __init__(self, env, action):
        self.env = env
        action = env.ref(action)
        self.model = env[action.res_model]
        self.domain = self._default_domain(safe_eval(action.context))
        self.list_fields = self._fields("list")
        self.card_fields = self._fields("kanban")

    def _fields(self, kind):
        """Return the specification of the fields of the model's own view."""
        arch = etree.fromstring(self.model.get_view(view_type=kind)["arch"])
        specification = {}
        for node in arch.iter("field"):
            field = self.model._fields[node.get("name")]
            if node.get("optional") == "hide":
                continue
            relational = field.type in ("many2one", "many2many", "one2many")
            inside = {"fields": {"display_name": {}}} if relational else {}
            specification[field.name] = inside
        return specification

    def _default_domain(self, context):
        """Return the domain of the filters that are set when the menu is opened."""
        arch = etree.fromstring(self.model.get_view(view_type="search")["arch"])
        filters = {f"search_default_{node.get('name')}": node for node in arch.iter("filter")}
        chosen = [filters[name] for name, value in context.items() if value and name in filters]
        return [term for node in chosen for term in safe_eval(node.get("domain"))]

    def read_list(self):
        self.env.invalidate_all()
        self.model.web_search_read(self.domain, self.list_fields, limit=PAGE, count_limit=10_001)

    def read_kanban(self):
        self.env.invalidate_all()
        self.model.web_read_group(
            self.domain,
            groupby=["stage_id"],
            aggregates=["__count"],
            limit=80,
            auto_unfold=True,
            unfold_read_specification=self.card_fields,
            unfold_read_default_limit=CARDS,
        )
        bar = etree.fromstring(self.model.get_view(view_type="kanban")["arch"]).find("progressbar")
        if bar is not None:
            colors = {"field": bar.get("field"), "colors": {}}
            self.model.read_progress_bar(self.domain, "stage_id", colors)


def fill_cases(env, count):
    """Replace the cases by ``count``, three in a hundred of them open."""
    env.cr.execute("TRUNCATE repair_case CASCADE")
    stages = {
        state: env["repair.case"]._first_stage(state, env.company).id
        for state in ("open", "waiting", "closed")
    }
    level = env.company.repair_service_level_id
    env.cr.execute(
        """
        INSERT INTO repair_case
               (name, reference, partner_id, commercial_partner_id, company_id, currency_id,
                impact, urgency, matrix_priority, priority, active, stage_id, state, date_open,
                queue_date, date_closed, service_level_id, next_deadline, response_deadline,
                resolution_deadline)
        SELECT 'Repair ' || i, 'C' || i, partner.ids[1 + i %% 100], partner.ids[1 + i %% 100],
               %(company)s, %(currency)s, '2', '2', '1', (i %% 4)::text, TRUE,
               (%(stages)s::jsonb ->> state)::int, state, opened, opened,
               CASE WHEN state = 'closed' THEN opened + interval '1 day' END,
               CASE WHEN state <> 'closed' THEN %(level)s END,
               CASE WHEN state <> 'closed' THEN opened + interval '2 days' END,
               CASE WHEN state <> 'closed' THEN opened + interval '2 days' END,
               CASE WHEN state <> 'closed' THEN opened + interval '5 days' END
          FROM (
            SELECT i, now()::timestamp - i * interval '5 minutes' AS opened,
                   CASE WHEN i %% 100 = 0 THEN 'waiting' WHEN i %% 50 = 1 THEN 'open'
                        ELSE 'closed' END AS state
              FROM generate_series(1, %(count)s) AS i
          ) AS made, (SELECT array_agg(id) AS ids FROM res_partner) AS partner
        """,
        {
            "company": env.company.id,
            "currency": env.company.currency_id.id,
            "stages": json.dumps(stages),
            "level": level.id,
            "count": count,
        },
    )
    _settle(env, "repair_case")


def fill_tickets(env, count):
    """Replace the tickets by ``count``, three in a hundred of them open."""
    env.cr.execute("TRUNCATE helpdesk_ticket CASCADE")
    stages = env["helpdesk.ticket.stage"].search([]).ids
    env.cr.execute(
        """
        INSERT INTO helpdesk_ticket
               (name, number, description, partner_id, partner_name, company_id, active, stage_id,
                priority, sequence, create_date, last_stage_update)
        SELECT 'Repair ' || i, 'T' || i, 'It is broken', partner.ids[1 + i %% 100], 'Buyer',
               %(company)s, TRUE,
               (%(stages)s::int[])[
                   CASE WHEN i %% 100 = 0 THEN 3 WHEN i %% 50 = 1 THEN 1 ELSE 4 END],
               (i %% 4)::text, 10, now() - i * interval '5 minutes',
               now() - i * interval '5 minutes'
          FROM generate_series(1, %(count)s) AS i,
               (SELECT array_agg(id) AS ids FROM res_partner) AS partner
        """,
        {"company": env.company.id, "stages": stages, "count": count},
    )
    _settle(env, "helpdesk_ticket")


def _settle(env, table):
    env.cr.execute(f"ANALYZE {table}")
    env.cr.commit()
    env.invalidate_all()
