"""What the merged contacts follow and were told of stays with the kept one.

The merge drops all rows of a contact in a table where a single one of them is there for the kept
contact, too: answers to its cases would reach nobody. So the rows are united before it looks.
"""

from odoo.tools import SQL


def unite_followings(src_partners, dst_partner):
    """Leave one following of each record, so that the merge finds no conflict."""
    _unite_rows(
        dst_partner.env,
        SQL(
            """
            SELECT id, first_value(id) OVER (
                       PARTITION BY res_model, res_id ORDER BY partner_id <> %(kept)s, id
                   ) AS kept
              FROM mail_followers
             WHERE partner_id = ANY(%(merged)s) AND res_id IS NOT NULL
            """,
            kept=dst_partner.id,
            merged=(src_partners | dst_partner).ids,
        ),
    )


def unite_own_followers(src_partners, dst_partner):
    """Leave one following of each follower of the contacts that are merged."""
    _unite_rows(
        dst_partner.env,
        SQL(
            """
            SELECT id, first_value(id) OVER (
                       PARTITION BY partner_id ORDER BY res_id <> %(kept)s, id
                   ) AS kept
              FROM mail_followers
             WHERE res_model = 'res.partner' AND res_id = ANY(%(merged)s)
            """,
            kept=dst_partner.id,
            merged=(src_partners | dst_partner).ids,
        ),
    )


def _unite_rows(env, ranked):
    """Delete followers that stand for another one, which gets what they hear of.

    :param SQL ranked: gives ``id`` of a follower and ``kept``, the one that stays for it
    """
    followers = env["mail.followers"]
    followers.flush_model()
    env.cr.execute(
        SQL(
            """
            INSERT INTO mail_followers_mail_message_subtype_rel
                   (mail_followers_id, mail_message_subtype_id)
            SELECT DISTINCT ranked.kept, heard.mail_message_subtype_id
              FROM (%(ranked)s) AS ranked
              JOIN mail_followers_mail_message_subtype_rel AS heard
                ON heard.mail_followers_id = ranked.id
             WHERE ranked.id <> ranked.kept
                ON CONFLICT DO NOTHING
            """,
            ranked=ranked,
        )
    )
    env.cr.execute(
        SQL(
            """
            DELETE FROM mail_followers
             WHERE id IN (SELECT id FROM (%(ranked)s) AS ranked WHERE id <> kept)
            """,
            ranked=ranked,
        )
    )
    followers.invalidate_model()


def unite_notifications(src_partners, dst_partner):
    """Leave one notification of each message: two contacts may have been told of it."""
    notifications = dst_partner.env["mail.notification"]
    notifications.flush_model()
    dst_partner.env.cr.execute(
        SQL(
            """
            DELETE FROM mail_notification
             WHERE id IN (
                   SELECT id
                     FROM (SELECT id, first_value(id) OVER (
                                      PARTITION BY mail_message_id
                                      ORDER BY res_partner_id <> %(kept)s, id
                                  ) AS kept
                             FROM mail_notification
                            WHERE res_partner_id = ANY(%(merged)s)) AS ranked
                    WHERE id <> kept)
            """,
            kept=dst_partner.id,
            merged=(src_partners | dst_partner).ids,
        )
    )
    notifications.invalidate_model()
