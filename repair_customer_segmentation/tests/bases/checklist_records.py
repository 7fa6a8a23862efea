from odoo.fields import Command


def checklist_records(env, company, partner):
    """Return a checklist of a company with its line, and the check of an open case."""
    checklist = env["repair.checklist"].create(
        {
            "name": "Alien",
            "company_id": company.id,
            "line_ids": [Command.create({"name": "Lands softly"})],
        }
    )
    values = {"name": "Alien", "company_id": company.id}
    case_type = env["repair.case.type"].create({**values, "checklist_id": checklist.id})
    stage = env["repair.case.stage"].create(values)
    case = env["repair.case"].create(
        {**values, "partner_id": partner.id, "type_id": case_type.id, "stage_id": stage.id}
    )
    return checklist, checklist.line_ids, case.check_ids
