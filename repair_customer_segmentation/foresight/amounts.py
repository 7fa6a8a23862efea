"""What a customer pays for a visit: their own mean, drawn to that of their class.

Bühlmann and Straub, "Glaubwürdigkeit für Schadensätze" (1970), the linear empirical Bayes
estimate: with ``n`` visits whose amount is known, the share ``n / (n + k)`` is the customer's own,
the rest is the mean of the class. ``k`` is the variance of a customer's visits over that between
customers, both as the history of all shows them. Where customers do not differ by more than their
visits do, ``k`` has no end and everybody is expected to pay what the class does.

Classes are those of the kind of customer. One of fewer than :data:`LEAST_OF_CLASS` takes the mean
of all customers.
"""

from dataclasses import dataclass
from math import inf

from odoo.tools import SQL

LEAST_OF_CLASS = 30


@dataclass(frozen=True)
class Amounts:
    """How amounts are estimated.

    :ivar float k: visits at which half of an estimate is the customer's own; ``inf``: none ever
    :ivar mean: of all customers; ``None`` where no amount is known
    :ivar dict means: class -> its own mean, of those that are large enough
    """

    k: float
    mean: float | None
    means: dict


def learn(cr, table):
    """Return the :class:`Amounts` of the customers of a work table.

    :param SQL table: see :func:`.customers.work_table`
    """
    cr.execute(
        SQL(
            """
            SELECT class_id, count(*), sum(n), sum(n * n), sum(total), sum(total * total / n),
                   sum(squares)
              FROM (SELECT class_id, paid_visits::float8 AS n, amount AS total,
                           amount_squares AS squares
                      FROM %s WHERE paid_visits > 0) AS paid
             GROUP BY class_id
            """,
            table,
        )
    )
    rows = cr.fetchall()
    if not rows:
        return Amounts(inf, None, {})
    k = _ratio(rows)
    # Each customer counts by the share that is their own: by visits where there is none.
    weight = SQL("paid_visits::float8") if k == inf else SQL("paid_visits / (paid_visits + %s)", k)
    cr.execute(
        SQL(
            """
            SELECT class_id, GROUPING(class_id) = 1, count(*),
                   sum(%(weight)s * amount / paid_visits) / sum(%(weight)s)
              FROM %(table)s WHERE paid_visits > 0
             GROUP BY GROUPING SETS ((class_id), ())
            """,
            weight=weight,
            table=table,
        )
    )
    found = cr.fetchall()
    mean = next(mean for _class, is_all, _count, mean in found if is_all)
    means = {
        class_id: mean
        for class_id, is_all, count, mean in found
        if class_id and not is_all and count >= LEAST_OF_CLASS
    }
    return Amounts(k, mean, means)


def _ratio(rows):
    """Return the variance of a customer's visits over that between the customers of a class."""
    visits = sum(n for _class, _count, n, *_rest in rows)
    customers = sum(count for _class, count, *_rest in rows)
    more = visits - customers
    if not more:
        return inf
    inner = sum(max(squares - own, 0.0) for *_rest, own, squares in rows) / more
    outer = sum(own - total * total / n for _class, _count, n, _nn, total, own, _squares in rows)
    freedom = visits - sum(nn / n for _class, _count, n, nn, *_rest in rows)
    between = (outer - (customers - len(rows)) * inner) / freedom if freedom > 0 else 0.0
    # What is left of two equal sums of floats is nothing.
    if between <= 1e-12 * (abs(outer) + inner):
        return inf
    return inner / between


def mean_sql(amounts):
    """Return the SQL of the mean of the class of a row of the work table."""
    if not amounts.means:
        return SQL("%s::float8", amounts.mean)
    whens = [SQL("WHEN %s THEN %s::float8", *pair) for pair in amounts.means.items()]
    return SQL("CASE class_id %s ELSE %s::float8 END", SQL(" ").join(whens), amounts.mean)


def own_share_sql(amounts):
    """Return the SQL of the share, 0 to 1, of an estimate that is the customer's own."""
    if amounts.k == inf:
        return SQL("0::float8")
    return SQL("COALESCE(paid_visits / NULLIF(paid_visits + %s::float8, 0), 0)", amounts.k)
