def tip_records(env, company, partner):
    """Return a tip of a company, and a problem that a customer solved by it."""
    tip = env["repair.tip"].create(
        {"question": "Alien", "answer": "<p>Try again.</p>", "company_id": company.id}
    )
    solved = env["repair.tip.help"].create(
        {
            "tip_id": tip.id,
            "partner_id": partner.id,
            "company_id": company.id,
            "day": "2025-06-01",
        }
    )
    return tip, solved
