from odoo.tests import new_test_user

from .common import GROUP


def workbook_records(env, company):
    """Return a workbook of a company, and a mailing of workbooks."""
    person = new_test_user(
        env,
        f"rcs_reader_{company.id}",
        groups=f"base.group_user,{GROUP % 'manager'}",
        company_id=company.id,
        company_ids=[(6, 0, company.ids)],
    )
    mailing = env["repair.workbook.mailing"].create(
        {"name": "Alien", "company_id": company.id, "recipient_ids": [(6, 0, person.ids)]}
    )
    return env["repair.workbook"].create({"company_id": company.id}), mailing
