"""What all customers of a company come to: how many, their repairs, amounts and ratings.

Customers are added up by the cell of the RFM board, by tier of each earned dimension, and by the
height of their amount, of which the Pareto curve is drawn. Archived customers are left out, as
they are out of every list.
"""

from dataclasses import dataclass, fields

from odoo.tools import SQL

from ..vocabulary import EARNED

TIERS = tuple(f"{dimension}_tier_id" for dimension in EARNED)
SUM_KEYS = ("recency_score", "fm_score", *TIERS, "amount_step")
SUM_COLUMNS = tuple((name, "integer") for name in ("company_id", *SUM_KEYS))
SUM_COUNTS = (
    ("customers", "bigint"), ("repairs", "bigint"), ("amount", "numeric"),
    ("scores", "numeric"), ("scored", "bigint"),
    ("net", "numeric"), ("costed", "bigint"), ("cases", "bigint"),
)  # fmt: skip
# So many steps of amounts from one to e times as much: the curve has about a hundred points.
AMOUNT_STEPS = 7


@dataclass(frozen=True)
class Sums:
    """What some customers come to.

    :ivar float scores: sum of ``scored`` ratings from 1 to 5
    :ivar float net: net value of those of whom any cost is known, in company currency
    :ivar int costed: of how many of the ``cases`` of the period, rework included, costs are known
    """

    customers: int = 0
    repairs: int = 0
    amount: float = 0.0
    scores: float = 0.0
    scored: int = 0
    net: float = 0.0
    costed: int = 0
    cases: int = 0

    def __add__(self, other):
        return Sums(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def score(self):
        """Return the mean of their ratings, ``None`` without any."""
        return self.scores / self.scored if self.scored else None

    @property
    def net_value(self):
        """Return the net value, ``None`` where no cost is known: that is not nothing."""
        return self.net if self.costed else None

    @property
    def costed_share(self):
        """Return the share of cases whose costs are known, ``None`` where it is not known."""
        return self.costed / self.cases if self.costed and self.cases else None


def read(cr, company_id):
    """Return the sums of the customers of a company.

    :param cr: database cursor; what it reads must be flushed
    :return: dict of ``cell`` ((R, FM) -> :class:`Sums`), ``step`` (-> likewise), each dimension
        of ``EARNED`` (tier id -> likewise), and ``all``; those of nobody are left out
    """
    groups = {"cell": SUM_KEYS[:2], "step": SUM_KEYS[-1:], **{d: (f"{d}_tier_id",) for d in EARNED}}
    cr.execute(
        SQL(
            """
            SELECT GROUPING(%(keys)s), %(keys)s, %(sums)s
              FROM repair_overview_sum
             WHERE company_id = %(company)s
             GROUP BY GROUPING SETS ((), %(sets)s)
            HAVING sum(customers) > 0
            """,
            keys=SQL(", ").join(map(SQL.identifier, SUM_KEYS)),
            sums=SQL(", ").join(
                SQL("sum(%s)::%s", SQL.identifier(name), SQL(kind)) for name, kind in SUM_COUNTS
            ),
            company=company_id,
            sets=SQL(", ").join(
                SQL("(%s)", SQL(", ").join(map(SQL.identifier, names))) for names in groups.values()
            ),
        )
    )
    found = {"all": Sums(), **{name: {} for name in groups}}
    left_out = {_left_out(names): (name, names) for name, names in groups.items()}
    for mask, *row in cr.fetchall():
        keys = dict(zip(SUM_KEYS, row, strict=False))
        sums = Sums(*row[len(SUM_KEYS) :])
        if mask not in left_out:
            found["all"] = sums
            continue
        name, names = left_out[mask]
        key = tuple(keys[n] for n in names)
        found[name][key if len(names) > 1 else key[0]] = sums
    return found


def added(event):
    """Return the statement that adds what a change of profiles comes to.

    :param str event: ``insert``, ``update`` or ``delete``; see :mod:`.tables`
    """
    return _addition(signed_rows(event))


def fill(sign=1):
    """Return the statement that adds all profiles, or takes them away (-1)."""
    return _addition(SQL("SELECT %s AS sign, * FROM repair_customer_profile", sign))


def signed_rows(event):
    """Return the SELECT of the rows of a change: ``sign`` is -1 of what was, 1 of what is."""
    rows = []
    if event != "insert":
        rows.append(SQL("SELECT -1 AS sign, * FROM old_rows"))
    if event != "delete":
        rows.append(SQL("SELECT 1 AS sign, * FROM new_rows"))
    return SQL(" UNION ALL ").join(rows)


def _addition(rows):
    sums = {
        "customers": SQL("sum(sign)"),
        "repairs": SQL("sum(sign * COALESCE(repair_count, 0))"),
        "amount": SQL("sum(sign * COALESCE(amount, 0))"),
        "scores": SQL("COALESCE(sum(sign * rating_avg * rating_count), 0)"),
        "scored": SQL(
            "COALESCE(sum(sign * rating_count) FILTER (WHERE rating_avg IS NOT NULL), 0)"
        ),
        "net": SQL("COALESCE(sum(sign * net_value), 0)"),
        "costed": SQL("sum(sign * COALESCE(costed_count, 0))"),
        "cases": SQL("sum(sign * COALESCE(period_case_count, 0))"),
    }
    return SQL(
        """
        INSERT INTO repair_overview_sum
        SELECT company_id, recency_score, (frequency_score + monetary_score + 1) / 2 AS fm_score,
               %(tiers)s,
               CASE WHEN amount > 0 THEN floor(ln(amount::float8) * %(steps)s)::int
                END AS amount_step,
               %(sums)s
          FROM (%(rows)s) AS signed
         WHERE active
         GROUP BY company_id, recency_score, (frequency_score + monetary_score + 1) / 2, %(tiers)s,
                  amount_step
        HAVING %(any)s
        """,
        tiers=SQL(", ").join(map(SQL.identifier, TIERS)),
        steps=AMOUNT_STEPS,
        rows=rows,
        sums=SQL(", ").join(sums.values()),
        any=SQL(" OR ").join(SQL("%s <> 0", value) for value in sums.values()),
    )


def curve(steps):
    """Return the Pareto curve: points ``(share of customers, share of amount)``, best first.

    It begins at (0, 0) and ends at (1, 1). Who paid nothing comes last and is outside the total,
    as for the lines between the classes; nothing is returned where nobody paid.

    :param dict steps: step -> :class:`Sums`, see :func:`read`
    """
    paying = sorted((step for step in steps if step is not None), reverse=True)
    everybody = sum(sums.customers for sums in steps.values())
    total = sum(steps[step].amount for step in paying)
    if not total:
        return []
    points, customers, amount = [(0.0, 0.0)], 0, 0.0
    for step in paying:
        customers += steps[step].customers
        amount += steps[step].amount
        points.append((customers / everybody, amount / total))
    return points if customers == everybody else [*points, (1.0, 1.0)]


def _left_out(names):
    """Return what GROUPING says of a set: a bit for each key that is not in it."""
    return int("".join("0" if key in names else "1" for key in SUM_KEYS), 2)
