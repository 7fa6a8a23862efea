def contract_records(env, company, partner, level):
    """Return a contract of a company with its term and coverage, and a template."""
    contract = env["repair.service.contract"].create(
        {
            "partner_id": partner.id,
            "company_id": company.id,
            "service_level_id": level.id,
            "date_start": "2025-01-01",
        }
    )
    coverage = env["repair.service.coverage"].search([("contract_id", "=", contract.id)])
    template = env["repair.contract.template"].create(
        {"name": "Alien", "company_id": company.id, "service_level_id": level.id}
    )
    return contract, contract.term_ids, coverage, template
