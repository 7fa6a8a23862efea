"""The workbook that shows how a history of repairs is imported, in the language of its reader.

Its rows name types, stages and customers that are there, by names that mean one of them alone: the
workbook passes the test of the import as it is.
"""

from datetime import datetime, time, timedelta
from io import BytesIO
from itertools import islice
from typing import NamedTuple

import xlsxwriter

from odoo import fields
from odoo.fields import Domain
from odoo.tools.translate import code_translations

from ...vocabulary import ADDON, CASE
from ..access.enumerated import enumerated
from ..case.closing import COSTS_ASKED

TEMPLATE_COLUMNS = {
    "name": 38,
    "partner_id": 28,
    "date_open": 18,
    "date_closed": 18,
    "amount": 12,
    "parts_cost": 14,
    "work_hours": 14,
    "type_id": 20,
    "stage_id": 16,
    "is_rework": 10,
}
NEEDED = ("name", "partner_id", "date_open", "stage_id")
# Recognized too, though not in the rows.
FURTHER = ("reference", "device_id", "user_id", "tag_ids", "company_id")
SHIPPED_TYPES = ("repair_case_type_product", "repair_case_type_complaint")
# So many records are looked at for one whose name is not that of another one.
MOST_CANDIDATES = 40
OPENED, CLOSED = time(9, 30), time(16, 0)


class Sample(NamedTuple):
    """A row that shows how repairs are filled in; days count back from today."""

    subject: str
    customer: int
    opened: int
    closed: int | None
    amount: float
    parts: float | None
    hours: float | None
    case_type: int
    is_rework: bool = False


def case_workbook(env):
    """Return the template for repair cases as the bytes of an Excel workbook.

    :param env: of the user who will fill it in; columns that they may not see are left out
    """
    cases = env[CASE]
    labels = {
        name: described["string"]
        for name, described in cases.fields_get([*TEMPLATE_COLUMNS, *FURTHER], ["string"]).items()
    }
    columns = [name for name in TEMPLATE_COLUMNS if name in labels]
    output = BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        formats = {
            "date_open": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "amount": book.add_format({"num_format": "#,##0.00"}),
        }
        formats |= {"date_closed": formats["date_open"], "parts_cost": formats["amount"]}
        sheet = book.add_worksheet(env._("Repair Cases"))
        sheet.freeze_panes(1, 0)
        for index, name in enumerate(columns):
            sheet.set_column(index, index, TEMPLATE_COLUMNS[name], formats.get(name))
            sheet.write_string(0, index, labels[name], heading)
        for number, row in enumerate(_rows(env), 1):
            for index, name in enumerate(columns):
                if row[name] is not None:
                    sheet.write(number, index, row[name], formats.get(name))
        _explain(env, book.add_worksheet(env._("Columns")), columns, labels, heading, book)
    return output.getvalue()


def _rows(env):
    """Return the rows of the sample: field -> value of a cell, ``None`` for an empty one."""
    company = env.company
    samples = (
        Sample(env._("Dishwasher leaks at the door"), 0, 60, 58, 240, 35.5, 1.5, 0),
        Sample(env._("Laptop does not start"), 1, 40, 38, 89.5, 0, 0.75, 0),
        Sample(env._("Dishwasher leaks again"), 0, 5, None, 0, None, None, 1, is_rework=True),
    )
    domain = [("company_id", "in", (False, company.id))]
    customers, types = _customers(env, domain), _types(env, domain)
    today = fields.Date.context_today(env[CASE])
    for sample in samples:
        case_type = _at(types, sample.case_type)
        stages = case_type._process_stages(company)
        wanted = "open" if sample.closed is None else "closed"
        named = _named_apart(
            stages.filtered(lambda stage, state=wanted: stage.case_state == state),
            [("id", "in", stages.ids)],
        )
        is_closed = named and sample.closed is not None
        yield {
            "name": sample.subject,
            "partner_id": _name_of(_at(customers, sample.customer)),
            "date_open": datetime.combine(today - timedelta(days=sample.opened), OPENED),
            "date_closed": datetime.combine(today - timedelta(days=sample.closed), CLOSED)
            if is_closed
            else None,
            "amount": sample.amount,
            "parts_cost": sample.parts,
            "work_hours": sample.hours,
            "type_id": _name_of(case_type),
            "stage_id": _name_of(named[:1]),
            "is_rework": _yes_or_no(env, sample.is_rework),
        }


def _customers(env, domain):
    """Return customers for the rows: those with repairs, else any contact, else the company's."""
    partners = env["res.partner"]
    profiles = env["repair.customer.profile"].search(
        [("company_id", "=", env.company.id)], limit=MOST_CANDIDATES
    )
    known = _named_apart(profiles.partner_id.filtered("active"), domain)
    if len(known) < 2:
        contacts = partners.search(
            Domain(domain) & Domain("user_ids", "=", False) & Domain("parent_id", "=", False),
            limit=MOST_CANDIDATES,
        )
        known |= _named_apart(contacts - env["res.company"].sudo().search([]).partner_id, domain)
    return known or env.company.partner_id


def _types(env, domain):
    types = env["repair.case.type"]
    shipped = types.browse(
        found.id
        for name in SHIPPED_TYPES
        if (found := env.ref(f"{ADDON}.{name}", raise_if_not_found=False))
    )
    return _named_apart((shipped | types.search(domain)).filtered("active"), domain)


def _named_apart(records, domain):
    """Return the first two records whose names mean no other one to an import."""
    apart = (
        record.id
        for record in records
        if [found for found, _name in record.name_search(_name_of(record), domain, operator="=")]
        == record.ids
    )
    return records.browse(islice(apart, 2))


def _name_of(record):
    """Return how a cell names a record; contacts by their own name, without an address."""
    return (record.complete_name if record._name == "res.partner" else record.display_name) or None


def _at(records, index):
    """Return one of some records, the first one where there are fewer."""
    return records[index : index + 1] or records[:1]


def _yes_or_no(env, value):
    """Return the word that Odoo's import reads as yes or no, in the language of the user."""
    word = "yes" if value else "no"
    return code_translations.get_python_translations("base", env.lang or "en_US").get(word, word)


def _explain(env, sheet, columns, labels, heading, book):
    """Fill the sheet that says what belongs into each column."""
    for index, (title, width) in enumerate(
        ((env._("Column"), 16), (env._("Required"), 12), (env._("What to fill in"), 80))
    ):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, title, heading)
    sheet.freeze_panes(1, 0)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    # The form explains costs as well.
    costs = env[CASE].fields_get([name for name in COSTS_ASKED if name in columns], ["help"])
    texts = {
        **_explanations(env, labels),
        **{name: described["help"] for name, described in costs.items()},
    }
    for number, name in enumerate(columns, 1):
        sheet.write_string(number, 0, labels[name], wrapped)
        sheet.write_string(number, 1, _yes_or_no(env, name in NEEDED), wrapped)
        sheet.write_string(number, 2, texts[name], wrapped)
    further = enumerated(env, (f"“{labels[name]}”" for name in FURTHER if name in labels))
    sheet.write_string(
        len(columns) + 2, 2, env._("Further columns that are recognized: %s.", further), wrapped
    )


def _explanations(env, labels):
    return {
        "name": env._("What the customer asked for, in one line."),
        "partner_id": env._(
            "The name of a contact, a company or a person. Repairs of a company's contact count "
            "for the company. New customers are added when you choose “Create new values” during "
            "the import. Do two contacts have the same name? Use a column “%(customer)s / "
            "External ID” instead.",
            customer=labels["partner_id"],
        ),
        "date_open": env._(
            "The day the customer came, with or without a time. The tiers follow from it. For new "
            "cases, delete the whole column: they are opened at the time of the import."
        ),
        "date_closed": env._(
            "The day the repair was done, not before “%(opened)s”. Kept only for cases in a "
            "closing stage; if empty there, the time of the import is used.",
            opened=labels["date_open"],
        ),
        "amount": env._("What the customer paid for this repair, untaxed. Credits are negative."),
        "type_id": env._("The name of a case type, as under Configuration / Case Types."),
        "stage_id": env._(
            "The name of a stage, as under Configuration / Stages. Choose a closing stage for "
            "finished repairs; cancelled cases do not count as repairs. For new cases, delete the "
            "whole column: they start in the first stage."
        ),
        "is_rework": env._(
            "Yes if you had to redo your own repair. Rework does not count towards the tiers."
        ),
    }
