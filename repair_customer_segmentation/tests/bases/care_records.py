def care_records(env, company, partner):
    """Return a care rule of a company, and what it did for a customer."""
    rule = env["repair.care.rule"].create(
        {
            "name": "Alien",
            "company_id": company.id,
            "occasion": "birthday",
            "action": "activity",
        }
    )
    contact = env["repair.care.contact"].create(
        {
            "company_id": company.id,
            "rule_id": rule.id,
            "partner_id": partner.id,
            "contact_id": partner.id,
            "occasion": "birthday-2025",
            "due_date": "2025-06-01",
            "day": "2025-06-01",
            "action": "activity",
            "state": "sent",
        }
    )
    return rule, contact
