"""The customers of a workbook, and their figures: set by set, never customer by customer."""

from datetime import timedelta

from odoo.fields import Domain
from odoo.tools import SQL

from ...segmentation import days, states
from ...vocabulary import DIMENSIONS, PROFILE

FETCHED = 2_000
ROW_CURSOR = SQL.identifier("repair_workbook_rows")
PAST = SQL.identifier("repair_workbook_past")
# What is told of a past day: what follows from the repairs until then. Open cases and devices are
# known of today alone.
PAST_METRICS = (
    "first_repair_date",
    "last_repair_date",
    "recency_days",
    "tenure_days",
    "repair_count",
    "repair_count_total",
    "amount",
    "amount_total",
    "net_value",
    "costed_count",
    "mean_interval_days",
    "rework_count",
    "rating_avg",
    "rating_count",
)


class Customers:
    """The customers of a company who are asked for, as the user of ``env`` may see them.

    :ivar company: whose customers
    :ivar day: the day of the company at whose end they are looked at, ``None``: now
    """

    def __init__(self, env, company, domain, day=None):
        """Choose customers.

        :param list domain: of ``repair.customer.profile``; who is chosen is decided by today's
            figures, whatever the day
        :param day: the last day of a past month
        :raise AccessError: when the domain asks for what the user may not read
        """
        self.env, self.company, self.day = env, company, day
        self.is_all = Domain(domain).is_true()
        profiles = env[PROFILE].with_context(allowed_company_ids=company.ids)
        env.flush_all()
        self.query = profiles._search(Domain(domain) & Domain("company_id", "=", company.id))
        self.table = self._freeze() if day else SQL("repair_customer_profile")

    def count(self):
        """Return how many customers there are."""
        [(count,)] = self.env.execute_query(self._select(SQL("count(*)")))
        return count

    def partner_ids(self):
        """Return the ids of the customers, ``None`` where all of the company are asked for."""
        if self.is_all:
            return None
        return [row[0] for row in self.env.execute_query(self._select(SQL("partner_id")))]

    def by_tier(self, dimension):
        """Return tier id (or ``None``) -> customers, repairs and amount in the period."""
        tier = SQL.identifier(f"{dimension}_tier_id")
        rows = self.env.execute_query(
            self._select(
                SQL("%s, count(*), sum(repair_count), sum(amount)", tier), SQL("GROUP BY 1")
            )
        )
        return {tier_id: tuple(figures) for tier_id, *figures in rows}

    def by_cell(self):
        """Return (R, FM) -> customers, repairs and amount, of customers who have scores."""
        rows = self.env.execute_query(
            self._select(
                SQL(
                    "recency_score, (frequency_score + monetary_score + 1) / 2,"
                    " count(*), sum(repair_count), sum(amount)"
                ),
                SQL("GROUP BY 1, 2"),
                SQL("AND repair_count_total > 0 AND recency_score > 0"),
            )
        )
        return {(recency, both): tuple(figures) for recency, both, *figures in rows}

    def pareto(self):
        """Return the points of the Pareto curve, at most a hundred, from the highest amount down.

        Each is ``(share of the customers so far, customers, amount, share of the amount so far)``;
        who paid nothing is no part of it, as in the cuts of the engine.
        """
        ranked = self._select(
            SQL(
                "amount, row_number() OVER (ORDER BY amount DESC, partner_id) AS place,"
                " count(*) OVER () AS customers, sum(amount) OVER () AS total"
            ),
            where=SQL("AND amount > 0"),
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT max(place)::float / max(customers), count(*), sum(amount), max(total)
                  FROM (%s) AS ranked
                 GROUP BY CASE WHEN customers <= 100 THEN place
                               ELSE ceil(100.0 * place / customers) END
                 ORDER BY 1
                """,
                ranked,
            )
        )
        reached, points = 0, []
        for share, customers, amount, total in rows:
            reached += amount
            points.append((share, customers, amount, reached / total))
        return points

    def rows(self, columns):
        """Yield a tuple a customer, those with most repairs first, a piece at a time.

        :param list columns: SQL of each column; the customer is ``customer``, the contact
            ``partner``, what is expected of them ``forecast``
        """
        cr = self.env.cr
        select = SQL(
            """
            SELECT %s FROM %s AS customer
              JOIN res_partner AS partner ON partner.id = customer.partner_id
              LEFT JOIN repair_customer_forecast AS forecast
                ON forecast.partner_id = customer.partner_id AND forecast.company_id = %s
             WHERE %s ORDER BY customer.repair_count DESC, customer.id
            """,
            SQL(", ").join(columns),
            self.table,
            self.company.id,
            self._chosen(SQL("customer.id")),
        )
        cr.execute(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", ROW_CURSOR, select))
        rows = True
        while rows:
            cr.execute(SQL("FETCH %s FROM %s", FETCHED, ROW_CURSOR))
            rows = cr.fetchall()
            yield from rows
        cr.execute(SQL("CLOSE %s", ROW_CURSOR))

    def _select(self, columns, end=None, where=None):
        return SQL(
            "SELECT %s FROM %s AS customer WHERE %s %s %s",
            columns,
            self.table,
            self._chosen(SQL("customer.id")),
            where or SQL(),
            end or SQL(),
        )

    def _chosen(self, column):
        # Of the past, they were chosen when the table was made.
        return SQL("TRUE") if self.day else SQL("%s IN %s", column, self.query.subselect())

    def _freeze(self):
        """Compute the figures of the past day into a table that ends with the transaction."""
        moment = days.day_start(self.day + timedelta(days=1), self.company._repair_tz())
        # sudo: the rules are applied, not shown; who is asked for was chosen by the user's rights.
        policy = self.company.sudo()._active_repair_policy()
        tiers, joins = [], []
        for dimension in DIMENSIONS:
            alias = SQL.identifier(f"{dimension}_then")
            tiers.append(SQL("%s.state_2 AS %s", alias, SQL.identifier(f"{dimension}_tier_id")))
            joins.append(
                SQL(
                    "LEFT JOIN (%s) AS %s ON %s.partner_id = metrics.partner_id",
                    states.states_relation(self.company.id, dimension, [moment, moment]),
                    alias,
                    alias,
                )
            )
        cr = self.env.cr
        cr.execute(SQL("DROP TABLE IF EXISTS %s", PAST))
        cr.execute(
            SQL(
                """
                CREATE TEMP TABLE %s ON COMMIT DROP AS
                SELECT profile.id, metrics.partner_id, NULL::int AS run_id, %s, %s
                  FROM (%s) AS metrics
                  JOIN repair_customer_profile AS profile
                    ON profile.partner_id = metrics.partner_id AND profile.id IN %s
                  %s
                """,
                PAST,
                SQL(", ").join(SQL("metrics.%s", SQL.identifier(name)) for name in PAST_METRICS),
                SQL(", ").join(tiers),
                policy._past_metrics_relation(moment),
                self.query.subselect(),
                SQL(" ").join(joins),
            )
        )
        return PAST
