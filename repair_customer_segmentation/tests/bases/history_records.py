def history_records(env, company, partner):
    """Return a history of a company, a column of it and a contact whom a name may mean."""
    history = env["repair.history.import"].create(
        {"company_id": company.id, "file_name": "ledger.csv"}
    )
    return (
        history,
        env["repair.history.column"].create({"import_id": history.id, "heading": "Customer"}),
        env["repair.history.name"].create({"import_id": history.id, "partner_id": partner.id}),
    )
