def feedback_records(env, company, partner):
    """Return the outcome of a closed case of a company, and what its customer said."""
    stage = env["repair.case.stage"].create(
        {"name": "Alien Closed", "company_id": company.id, "is_closed": True}
    )
    case = env["repair.case"].create(
        {
            "name": "Alien",
            "partner_id": partner.id,
            "company_id": company.id,
            "stage_id": stage.id,
        }
    )
    env.flush_all()
    said = env["repair.feedback"]._record([{"case_id": case.id, "way": "phone", "score": 4}])
    return env["repair.case.outcome"].search([("case_id", "=", case.id)]), said
