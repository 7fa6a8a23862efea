"""The data of the benchmark, made by SQL, and what is done with them."""

import time
from io import RawIOBase

from odoo.tools import SQL

FIRST_PARTNER = 1_000_000
CASES_EACH = 5
SCAN = """
    SELECT commercial_partner_id, count(*), sum(amount_company), max(date_open)
      FROM repair_case GROUP BY commercial_partner_id
"""


def clock(action):
    """Return how long ``action`` takes, in seconds; an action may return its own time."""
    started = time.perf_counter()
    own = action()
    return own if isinstance(own, float) else time.perf_counter() - started


class Sink(RawIOBase):
    """Takes what the server sends and forgets it."""

    def write(self, piece):
        return len(piece)


class Data:
    """Customers with a skewed number of repairs: most have few, a handful has thousands."""

    def __init__(self, env, say):
        self.env = env
        self.cr = env.cr
        self.say = say
        self.company = env.company
        self.policy = env.company.repair_policy_id
        self.customers = 0

    def fill(self, customers):
        """Replace all cases and their customers by ``customers`` new ones."""
        self.say(f"making {customers:,} customers with {customers * CASES_EACH:,} cases ...")
        self.customers = customers
        self._empty()
        stage = self.env.ref("repair_customer_segmentation.repair_case_stage_closed")
        values = {
            **self.case_values(),
            "first": FIRST_PARTNER,
            "customers": customers,
            "cases": customers * CASES_EACH,
            "company": self.company.id,
            "currency": self.company.currency_id.id,
            "stage": stage.id,
        }
        with Unindexed(self.cr, "res_partner"):
            self.make_partners(values)
        # Opened in the order of time, by customers in no order: as a desk does.
        with Unindexed(self.cr, "repair_case"):
            self.cr.execute("SELECT setseed(0.5)")
            self.cr.execute(
                """
                INSERT INTO repair_case
                       (name, reference, partner_id, commercial_partner_id, company_id, stage_id,
                        state, currency_id, impact, urgency, priority, amount, amount_company,
                        active, is_rework, date_open, date_closed, type_id)
                SELECT 'Repair ' || i, 'C' || i, partner, partner, %(company)s, %(stage)s,
                       'closed', %(currency)s, '2', '2', '1', amount, amount, TRUE,
                       rework, opened, opened, CASE WHEN i %% 50 > 0 THEN %(type)s::int END
                  FROM (
                    SELECT i,
                           %(first)s + CASE WHEN i < %(customers)s THEN i
                               ELSE floor(%(customers)s * power(random(), 2.5))::int END AS partner,
                           round((20 * exp(1.2 * sqrt(-2 * ln(1 - random()))
                               * cos(2 * pi() * random())))::numeric, 2) AS amount,
                           random() < 0.03 AS rework,
                           date_trunc('second', now()::timestamp
                               - random() * interval '1100 days') AS opened
                      FROM generate_series(0, %(cases)s - 1) AS i
                     ORDER BY random()
                  ) AS made
                """,
                values,
            )
        self.env.cr.commit()
        self.vacuum("res_partner", "repair_case")
        self.env.invalidate_all()

    def case_values(self):
        """Return what else is said of the cases: ``type``, that of all but one in fifty."""
        return {"type": None}

    def make_partners(self, values):
        """Insert the customers, of whom a name, a kind and a country are known."""
        self.cr.execute(
            """
            INSERT INTO res_partner (id, name, complete_name, commercial_partner_id, active,
                                     is_company, type, country_id)
            SELECT %(first)s + i, 'Customer ' || i, 'Customer ' || i, %(first)s + i, TRUE,
                   i %% 3 = 0, 'contact', country.ids[1 + i %% 20]
              FROM generate_series(0, %(customers)s - 1) AS i,
                   (SELECT array_agg(id) AS ids FROM res_country) AS country
            """,
            values,
        )

    def _empty(self):
        self.forget()
        self.cr.execute("DELETE FROM repair_customer_stale")
        self.cr.execute("TRUNCATE repair_case CASCADE")
        self.cr.execute("DELETE FROM res_partner WHERE id >= %s", [FIRST_PARTNER])
        self.cr.commit()

    def forget(self):
        """Remove all profiles, as before the first run."""
        self.cr.execute(
            "TRUNCATE repair_customer_profile, repair_customer_outlook,"
            " repair_segmentation_transition"
        )
        self.env["repair.segmentation.run"].search([]).unlink()
        self.cr.commit()

    def vacuum(self, *tables):
        """Vacuum and analyze tables, as happens by and by."""
        connection = self.cr.connection
        connection.set_session(autocommit=True)
        for table in tables:
            self.cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
        connection.set_session(autocommit=False)

    def scan(self):
        """Read one row a customer, the rows sent to the client and thrown away."""
        self.cr._obj.copy_expert(f"COPY ({SCAN}) TO STDOUT", Sink())

    def classify_all(self):
        self.policy.classify()
        self.cr.commit()

    def first_run(self):
        self.forget()
        seconds = clock(self.classify_all)
        self.vacuum("repair_customer_profile")
        return seconds

    def changed_run(self):
        """Change the cases of 1 % of the customers, then time a full run."""
        self.cr.execute(
            "UPDATE repair_case SET amount_company = amount_company + 1 WHERE id IN ("
            "  SELECT min(id) FROM repair_case WHERE commercial_partner_id %% 100 = %s"
            "  GROUP BY commercial_partner_id)",
            [int(time.time()) % 100],
        )
        self.cr.commit()
        self.vacuum("repair_case")
        return clock(self.classify_all)

    def classify_one(self):
        self.policy.classify(partner_ids=[FIRST_PARTNER + self.customers // 2])
        self.cr.commit()

    def profile_list(self):
        """Read the first 80 of the list, with count, as the web client does."""
        self.env.invalidate_all()
        self.env["repair.customer.profile"].web_search_read(
            [("value_tier_id", "=", self.policy.value_tier_ids[0].id)],
            {
                "partner_id": {"fields": {"display_name": {}}},
                "value_tier_id": {"fields": {"display_name": {}}},
                "repair_count": {},
                "amount": {},
                "last_repair_date": {},
            },
            order="amount desc",
            limit=80,
        )

    def partner_list(self):
        self.env.invalidate_all()
        self.env["res.partner"].web_search_read(
            [], {"display_name": {}, "email": {}, "phone": {}}, limit=80
        )

    def explain(self):
        """Print the plans of what reads all customers."""
        relation = self.policy._metrics_relation(self.policy._this_moment())
        for title, query in (("scan", SQL(SCAN)), ("metrics", relation)):
            self.cr.execute(SQL("EXPLAIN (ANALYZE, BUFFERS) %s", query))
            print(f"\n-- {title}", *(row[0] for row in self.cr.fetchall()), sep="\n")


class Unindexed:
    """Fill a table without its indexes and foreign keys, and make these afterwards."""

    def __init__(self, cr, table):
        self.cr = cr
        self.table = table

    def __enter__(self):
        self.cr.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
            "   AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [self.table],
        )
        self.indexes = self.cr.fetchall()
        self.cr.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'f'",
            [self.table],
        )
        self.keys = self.cr.fetchall()
        table = SQL.identifier(self.table)
        for name, _definition in self.keys:
            self.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", table, SQL.identifier(name)))
        for name, _definition in self.indexes:
            self.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))

    def __exit__(self, *_error):
        self.cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _name, definition in self.indexes:
            self.cr.execute(definition)
        for name, definition in self.keys:
            self.cr.execute(
                f'ALTER TABLE {self.table} ADD CONSTRAINT "{name}" {definition} NOT VALID'
            )
