"""What a user would do without the engine: a loop over customers in Odoo."""

import time

from .data import FIRST_PARTNER


def by_orm(data, customers):
    """Classify some customers by a loop over the ORM; return the time for all, in seconds."""
    partners = data.env["res.partner"].browse(range(FIRST_PARTNER, FIRST_PARTNER + customers))
    profiles = data.env["repair.customer.profile"].sudo()
    tiers = data.policy.value_tier_ids
    started = time.perf_counter()
    for partner in partners:
        cases = data.env["repair.case"].search(
            [("commercial_partner_id", "=", partner.id), ("is_rework", "=", False)]
        )
        amount = sum(cases.mapped("amount_company"))
        profile = profiles.search(
            [("partner_id", "=", partner.id), ("company_id", "=", data.company.id)]
        )
        profile.write(
            {
                "repair_count": len(cases),
                "amount": amount,
                "last_repair_date": max(cases.mapped("date_open"), default=False),
                "value_tier_id": tiers[0 if amount > 100 else 1].id,
            }
        )
    data.env.flush_all()
    seconds = (time.perf_counter() - started) * data.customers / customers
    data.cr.rollback()
    return seconds
