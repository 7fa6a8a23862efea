"""Which tiers customers had at a moment of their own each, as ``segmentation/states.py`` tells.

There, all customers are looked at as of two moments; here, each row of a query brings its own
customer and moment, and all eight dimensions are told of it at once. The tier is, in this order:

1. where the last real change up to the moment led;
2. for customers classified by then: what the first real change after it came from, or,
   where nothing changed since, today's tier;
3. what was rebuilt for the last month end up to the moment (cause ``backfill``);
4. unknown: not a customer yet.
"""

from odoo.tools import SQL

from ..vocabulary import DIMENSIONS, EARNED

CLASS_COLUMNS = tuple(f"{dimension}_tier_id" for dimension in DIMENSIONS)


def classes_at(customer, company, moment, condition=None):
    """Return a sub-query, for a LATERAL join, of one row: the tiers of a customer at a moment.

    :param SQL customer: id of the commercial partner
    :param SQL company: id of the company
    :param SQL moment: naive UTC
    :param SQL condition: where it does not hold nothing is looked up, and all tiers are NULL
    """
    return SQL(
        """
        (SELECT %(tiers)s
           FROM (SELECT %(columns)s
                   FROM repair_segmentation_transition AS t
                  WHERE t.partner_id = %(customer)s
                    AND t.company_id = %(company)s
                    AND t.merged_name IS NULL
                    AND %(condition)s) AS past
           LEFT JOIN repair_customer_profile AS profile
                  ON profile.partner_id = %(customer)s
                 AND profile.company_id = %(company)s
                 AND profile.known_since <= %(moment)s
                 AND %(condition)s)
        """,
        tiers=SQL(", ").join(map(_tier, DIMENSIONS)),
        columns=SQL(", ").join(_columns(dimension, moment) for dimension in DIMENSIONS),
        customer=customer,
        company=company,
        moment=moment,
        condition=condition or SQL("TRUE"),
    )


def _columns(dimension, moment):
    """Return what the record says of one dimension."""
    return SQL(
        """
        bool_or(t.cause <> 'backfill' AND t.date <= %(moment)s)
            FILTER (WHERE t.dimension = %(dimension)s) AS %(earlier)s,
        bool_or(t.cause <> 'backfill' AND t.date > %(moment)s)
            FILTER (WHERE t.dimension = %(dimension)s) AS %(later)s,
        (array_agg(t.to_tier_id ORDER BY t.date DESC, t.id DESC)
            FILTER (WHERE t.dimension = %(dimension)s AND t.cause <> 'backfill'
                      AND t.date <= %(moment)s))[1] AS %(led_to)s,
        (array_agg(t.from_tier_id ORDER BY t.date, t.id)
            FILTER (WHERE t.dimension = %(dimension)s AND t.cause <> 'backfill'
                      AND t.date > %(moment)s))[1] AS %(came_from)s,
        (array_agg(t.to_tier_id ORDER BY t.date DESC, t.id DESC)
            FILTER (WHERE t.dimension = %(dimension)s AND t.cause = 'backfill'
                      AND t.date <= %(moment)s))[1] AS %(rebuilt)s
        """,
        dimension=dimension,
        moment=moment,
        **_names(dimension),
    )


def _tier(dimension):
    column = f"{dimension}_tier_id"
    return SQL(
        """
        CASE WHEN %(earlier)s THEN %(led_to)s
             WHEN profile.id IS NOT NULL AND %(later)s THEN %(came_from)s
             WHEN profile.id IS NOT NULL THEN %(today)s
             ELSE %(rebuilt)s END AS %(column)s
        """,
        today=SQL.identifier("profile", column),
        column=SQL.identifier(column),
        **_names(dimension),
    )


def _names(dimension):
    names = ("earlier", "later", "led_to", "came_from", "rebuilt")
    return {name: SQL.identifier(f"{dimension}_{name}") for name in names}


def freeze_feedback(cr, ids):
    """Write the tiers of its moment into feedback.

    :param cr: database cursor; what the ORM holds back must be flushed before
    """
    cr.execute(
        SQL(
            """
            UPDATE repair_feedback AS feedback
               SET %(assign)s
              FROM repair_feedback AS said
             CROSS JOIN LATERAL %(classes)s AS classes
             WHERE said.id = feedback.id AND said.id = ANY(%(ids)s)
            """,
            assign=assign_classes("classes"),
            classes=classes_at(
                SQL("said.commercial_partner_id"), SQL("said.company_id"), SQL("said.date")
            ),
            ids=list(ids),
        )
    )


def assign_classes(alias):
    """Return the assignments, for an UPDATE, of all tiers of a sub-query."""
    return SQL(", ").join(
        SQL("%s = %s", SQL.identifier(name), SQL.identifier(alias, name)) for name in CLASS_COLUMNS
    )


def fill(cr, company_id):
    """Fill in tiers that are empty, where the rebuilt past of a company knows them by now.

    :param cr: database cursor; what the ORM holds back must be flushed before
    """
    sources = (
        (
            SQL("repair_case_outcome"),
            SQL("(SELECT o.*, c.date_first_closed AS moment FROM repair_case_outcome AS o"
                " JOIN repair_case AS c ON c.id = o.case_id)"),
            SQL("partner_id"),
        ),
        (
            SQL("repair_feedback"),
            SQL("(SELECT f.*, f.date AS moment FROM repair_feedback AS f)"),
            SQL("commercial_partner_id"),
        ),
    )  # fmt: skip
    earned = [f"{dimension}_tier_id" for dimension in EARNED]
    for table, rows, customer in sources:
        cr.execute(
            SQL(
                """
                UPDATE %(table)s AS kept
                   SET %(assign)s
                  FROM %(rows)s AS old
                 CROSS JOIN LATERAL %(classes)s AS classes
                 WHERE old.id = kept.id
                   AND old.company_id = %(company)s
                   AND (%(empty)s)
                """,
                table=table,
                rows=rows,
                assign=SQL(", ").join(
                    SQL(
                        "%s = COALESCE(%s, %s)",
                        SQL.identifier(name),
                        SQL.identifier("old", name),
                        SQL.identifier("classes", name),
                    )
                    for name in earned
                ),
                classes=classes_at(
                    SQL("old.%s", customer), SQL("old.company_id"), SQL("old.moment")
                ),
                company=company_id,
                empty=SQL(" OR ").join(
                    SQL(
                        "%s IS NULL AND %s IS NOT NULL",
                        SQL.identifier("old", name),
                        SQL.identifier("classes", name),
                    )
                    for name in earned
                ),
            )
        )
