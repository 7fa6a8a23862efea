def forecast_records(env, company, partner):
    """Return the forecast of a company, and what is expected of a customer of it."""
    return (
        env["repair.forecast.check"].create({"company_id": company.id, "verdict": "too_short"}),
        env["repair.customer.forecast"].create(
            {"company_id": company.id, "partner_id": partner.id, "method": "last_year"}
        ),
    )
