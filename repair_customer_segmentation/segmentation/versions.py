"""Exchanging the contents of tiers between two versions of a policy.

Profiles, overrides and filters refer to tiers by their id, so an id must go on living in the
active policy. When a version takes over, each of its tiers that is a copy of another one
changes places with its origin: the contents move, the ids stay where they are referred to.
"""

from odoo.tools import SQL


def exchange(cr, pairs, columns):
    """Exchange the contents and the criteria of tiers, pair by pair.

    :param cr: database cursor; what the ORM holds back must be flushed before, and its
        cache be invalidated after
    :param pairs: pairs of tier ids
    :param columns: names of the columns of ``repair_segmentation_tier`` that change places
    """
    both = [*pairs, *((b, a) for a, b in pairs)]
    if not both:
        return
    ids, partners = map(list, zip(*both, strict=True))
    cr.execute(
        SQL(
            """
            UPDATE repair_segmentation_tier AS tier
               SET %(assign)s
              FROM unnest(%(ids)s::int[], %(partners)s::int[]) AS pair (id, partner_id)
              JOIN repair_segmentation_tier AS other ON other.id = pair.partner_id
             WHERE tier.id = pair.id
            """,
            assign=SQL(", ").join(
                SQL("%s = %s", SQL.identifier(name), SQL.identifier("other", name))
                for name in columns
            ),
            ids=ids,
            partners=partners,
        )
    )
    cr.execute(
        SQL(
            """
            UPDATE repair_segmentation_criterion AS criterion
               SET tier_id = pair.partner_id
              FROM unnest(%(ids)s::int[], %(partners)s::int[]) AS pair (id, partner_id)
             WHERE criterion.tier_id = pair.id
            """,
            ids=ids,
            partners=partners,
        )
    )
