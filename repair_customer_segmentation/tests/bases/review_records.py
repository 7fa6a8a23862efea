def review_records(env, company, partner):
    """Return a relationship review of a company with a customer."""
    return env["repair.relationship.review"].create(
        {"partner_id": partner.id, "company_id": company.id, "date_due": "2025-06-01"}
    )
