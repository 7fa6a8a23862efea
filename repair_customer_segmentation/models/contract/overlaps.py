"""Overlaps that stand since two customers became one: both contracts are kept, to be mended."""

from odoo.tools import SQL

from ..access.enumerated import enumerated
from .coverage import cover, days_text, overlaps
from .people import person_to_tell

TODO_OF_CONTRACT = "mail.mail_activity_data_todo"


def standing_overlaps(contracts):
    """Return contract id -> the others that cover the same from today on.

    :param contracts: which to look at; empty: all of them
    """
    env = contracts.env
    env["repair.service.coverage"].flush_model()
    kept = {
        contract_id
        for (contract_id,) in env.execute_query(
            SQL(
                "SELECT DISTINCT contract_id FROM repair_service_coverage WHERE is_kept%s",
                SQL(" AND contract_id = ANY(%s)", contracts.ids) if contracts else SQL(),
            )
        )
    }
    found = {}
    # sudo: the other one is of the same customer and company.
    known = contracts.sudo()
    for contract_id, other_id, _device in overlaps(contracts.browse(kept)) if kept else ():
        both = known.browse((contract_id, other_id))
        day = both[0].company_id._repair_day()
        if contract_id in kept and all(not c.date_until or c.date_until >= day for c in both):
            found.setdefault(contract_id, contracts.browse())
            found[contract_id] |= contracts.browse(other_id)
    return found


def customer_changed(contracts):
    """Do what follows when contracts belong to another commercial partner: keep, and tell.

    Open cases follow; overlaps are kept, and one person is asked to put each contract right.
    """
    if not contracts:
        return
    before = standing_overlaps(contracts)
    cover(contracts, keep=True)
    contracts._cases_concerned()._contracts_changed()
    contracts.invalidate_recordset(["overlap_text", "is_overlapping"])
    for contract_id, others in standing_overlaps(contracts).items():
        if contract_id not in before:
            _tell(contracts.browse(contract_id), others)


def _tell(contract, others):
    user = person_to_tell(contract)
    told = contract.with_context(lang=user.lang) if user else contract
    env = told.env
    words = env._(
        "Customers were merged, and %(contract)s (%(days)s) now covers the same devices as "
        "%(others)s. Cancel or change one of them.",
        contract=contract.reference,
        days=days_text(told),
        others=enumerated(env, (f"{o.reference} ({days_text(o)})" for o in others.with_env(env))),
    )
    told._message_log(body=words)
    if user:
        told.activity_schedule(
            TODO_OF_CONTRACT, summary=env._("Overlapping contracts"), note=words, user_id=user.id
        )
