"""The columns of the board of cases."""

from odoo.fields import Domain

# Set for the board of complaints.
COMPLAINTS = "repair_complaints"


def board_columns(cases, stages, domain):
    """Return the stages that are columns of the board, empty ones too.

    A board of one type, or of complaints, shows the stages of that type, any other the shared
    stages and those that there are cases in.

    :param stages: those that there are cases in
    :param domain: of the cases of the board
    """
    types = cases.env["repair.case.type"].browse(_types_of(cases, domain))
    if cases.env.context.get(COMPLAINTS):
        types = types.search([("is_complaint", "=", True)])
    companies = cases.env.companies
    if not types:
        shared = [("company_id", "in", [False, *companies.ids]), ("type_ids", "=", False)]
        return stages.search(["|", ("id", "in", stages.ids), *shared])
    fitting = stages
    for case_type in types:
        for company in companies:
            fitting |= case_type._process_stages(company)
    return stages.search([("id", "in", fitting.ids)])


def _types_of(cases, domain):
    """Return the ids of the types that every case of a domain has one of."""
    domain = Domain(domain).optimize(cases)
    parts = domain.children if getattr(domain, "OPERATOR", "") == "&" else [domain]
    for part in parts:
        if getattr(part, "field_expr", None) == "type_id" and part.operator == "in":
            return [value for value in part.value if value and isinstance(value, int)]
    return []
