"""Whoever is in a team may work in it."""

from odoo.fields import Command

from ...vocabulary import GROUP_USER
from ..access.enumerated import enumerated


def grant_work(teams_of_users, env):
    """Give people of a team the lowest role of ours, and tell it in the team's chatter.

    Portal users and those whom the caller may not see get nothing; nobody loses a right.

    :param teams_of_users: pairs of a team and the users who are in it now
    """
    group = env.ref(GROUP_USER)
    told = {}
    for team, users in teams_of_users:
        new = users._filtered_access("read").filtered(
            lambda u: u.active and u._is_internal() and group not in u.sudo().all_group_ids
        )
        if new:
            told[team] = told.get(team, new.browse()) | new
    for team, users in told.items():
        # sudo: only managers may change teams, and what this gives is never more than the
        # lowest role, to colleagues whom they see.
        users.sudo().write({"group_ids": [Command.link(group.id)]})
        team.sudo()._message_log(
            body=env._(
                "%(names)s can now work in Repair Customers (%(role)s).",
                names=enumerated(env, users.mapped("name")),
                role=group.sudo().name,
            )
        )
