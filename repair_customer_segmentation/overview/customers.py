"""What all customers of a company come to: how many, their repairs, amounts and ratings.

Customers are added up by the cell of the RFM board, by tier of each earned dimension, and by the
height of their amount, of which the Pareto curve is drawn. Archived customers are left out, as
they are out of every list.
"""

from dataclasses import dataclass

from odoo.tools import SQL

from ..vocabulary import EARNED

TIERS = tuple(f"{dimension}_tier_id" for dimension in EARNED)
SUM_KEYS = ("recency_score", "fm_score", *TIERS, "amount_step")
# So many steps of amounts from one to e times as much: the curve has about a hundred points.
AMOUNT_STEPS = 7


@dataclass(frozen=True)
class Sums:
    """What some customers come to; ``scores`` is the sum of ``scored`` ratings from 1 to 5."""

    customers: int = 0
    repairs: int = 0
    amount: float = 0.0
    scores: float = 0.0
    scored: int = 0

    @property
    def score(self):
        """Return the mean of their ratings, ``None`` without any."""
        return self.scores / self.scored if self.scored else None


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
            SELECT GROUPING(%(keys)s), %(keys)s, sum(customers)::bigint, sum(repairs)::bigint,
                   sum(amount), sum(scores), sum(scored)::bigint
              FROM (%(sums)s) AS sums
             GROUP BY GROUPING SETS ((), %(sets)s)
            HAVING sum(customers) > 0
            """,
            keys=SQL(", ").join(map(SQL.identifier, SUM_KEYS)),
            sums=sums_of(SQL("repair_customer_profile WHERE company_id = %s", company_id)),
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


def sums_of(profiles):
    """Return the SELECT of the sums of profiles, by company and :data:`SUM_KEYS`.

    :param SQL profiles: what stands after FROM: rows of ``repair_customer_profile``
    """
    return SQL(
        """
        SELECT company_id, recency_score, (frequency_score + monetary_score + 1) / 2 AS fm_score,
               %(tiers)s,
               CASE WHEN amount > 0 THEN floor(ln(amount::float8) * %(steps)s)::int
                END AS amount_step,
               count(*) AS customers,
               COALESCE(sum(repair_count), 0) AS repairs,
               COALESCE(sum(amount), 0) AS amount,
               COALESCE(sum(rating_avg * rating_count), 0) AS scores,
               COALESCE(sum(rating_count) FILTER (WHERE rating_avg IS NOT NULL), 0) AS scored
          FROM (SELECT * FROM %(profiles)s) AS profile
         WHERE active
         GROUP BY company_id, recency_score, fm_score, %(tiers)s, amount_step
        """,
        tiers=SQL(", ").join(map(SQL.identifier, TIERS)),
        steps=AMOUNT_STEPS,
        profiles=profiles,
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
