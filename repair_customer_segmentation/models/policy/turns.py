"""One process at a time classifies the customers of a company, and one rebuilds their past.

The lock is PostgreSQL's, so it ends with the process that has it, however that ends.
"""

import time

from odoo.tools import SQL

# So many seconds a merge waits for a classification that is underway.
TURN = 5


def take(policy, session=False, scope="all"):
    """Take the turn of a policy's company.

    :param session: keep it across commits, until :func:`give_back`; else until this
        transaction ends
    :param scope: what is to be done, as the ``scope`` of a run
    :return: False when another process has it
    """
    function = SQL("pg_try_advisory_lock" if session else "pg_try_advisory_xact_lock")
    [(taken,)] = policy.env.execute_query(SQL("SELECT %s(%s)", function, _key(policy, scope)))
    return taken


def give_back(policy, scope="all"):
    """Let others have a turn that was taken for the session."""
    policy.env.cr.execute(SQL("SELECT pg_advisory_unlock(%s)", _key(policy, scope)))


def wait_for(policies):
    """Keep others from classifying these policies' companies until the transaction ends.

    Whoever does so now is waited for, but not for a run of many customers: that goes on piece by
    piece, and leaves room in between.
    """
    deadline = time.monotonic() + TURN
    for policy in policies:
        while not take(policy) and time.monotonic() < deadline:
            time.sleep(0.05)


def _key(policy, scope):
    name = f"{policy._name}:backfill" if scope == "backfill" else policy._name
    return SQL("hashtext(%s), %s", name, policy.company_id.id)
