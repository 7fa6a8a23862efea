"""An import brings each repair once."""

from typing import NamedTuple

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class Earlier(NamedTuple):
    """A row of an import, as far as a repair is known by it."""

    number: int
    partner_id: int | None
    company_id: int
    day: object
    tz: str
    amount: float
    reference: str | None
    name: str


def refuse_repeats(cases, vals_list):
    """Refuse imported cases that are there already.

    A case that brings a reference is known by it; another by its customer, the day and the
    amount, or the subject where nothing was paid.

    :param cases: the model, in the context of the import
    :raise ValidationError: naming the case that is there
    """
    env = cases.env
    newest = env.context.get("repair_import_newest")
    if not newest or not env.context.get("import_file"):
        return
    rows = []
    for number, vals in enumerate(vals_list):
        if not vals.get("date_open") and not vals.get("reference"):
            # What came in just now is not from an earlier file.
            continue
        company = env["res.company"].browse(vals.get("company_id")) or env.company
        opened = fields.Datetime.to_datetime(vals.get("date_open") or fields.Datetime.now())
        rows.append(
            Earlier(
                number,
                vals.get("partner_id"),
                company.id,
                company._repair_day(opened),
                company._repair_tz(),
                vals.get("amount") or 0,
                vals.get("reference") or None,
                (vals.get("name") or "").strip(),
            )
        )
    found = repeats_of(cases, rows, newest, env.context.get("repair_import_since"))
    if found:
        number = min(found)
        earlier_id = found[number]
        earlier = cases.sudo().browse(earlier_id)
        values = {"case": vals_list[number].get("name", ""), "earlier": earlier.reference}
        if vals_list[number].get("reference"):
            raise ValidationError(
                env._(
                    "Case “%(case)s”: case %(earlier)s already exists. Remove the row, or "
                    "correct its “Reference”.",
                    **values,
                )
            )
        raise ValidationError(
            env._(
                "Case “%(case)s”: it already exists as %(earlier)s, with the same customer, "
                "day and amount. Remove the row; if it is another repair, add a “Reference” "
                "column with a different number for each.",
                **values,
            )
        )


def repeats_of(cases, rows, newest, since=None):
    """Return which rows are there already: number -> id of the case.

    :param list rows: of :class:`Earlier`; who has no reference is known by customer, day and
        amount, or by the subject where nothing was paid
    :param int newest: the id of the newest case that counts as there
    :param datetime since: what came in from then on is not from an earlier file
    """
    if not rows:
        return {}
    cases.flush_model()
    # sudo: a repair that another team has is there as well; its reference is shown. A
    # confidential one is told of to nobody who may not read it, by the words of a row neither.
    confidential = Domain("is_confidential", "=", True)
    cases = cases.with_context(active_test=False)
    readable = Domain("id", "in", cases._search(confidential))
    hidden = cases.sudo()._search(confidential & ~readable)
    since = since or None
    found = cases.env.execute_query(
        SQL(
            """
            WITH row AS (
                SELECT *
                  FROM unnest(%s::int[], %s::int[], %s::int[], %s::date[], %s::text[],
                              %s::numeric[], %s::text[], %s::text[])
                       AS row (number, partner_id, company_id, day, tz, amount, reference,
                               name)
            ),
            alike AS (
                SELECT row.number, earlier.id, earlier.create_date
                  FROM row
                  JOIN repair_case AS earlier
                    ON earlier.company_id = row.company_id
                   AND earlier.reference = row.reference
                 UNION ALL
                SELECT row.number, earlier.id, earlier.create_date
                  FROM row
                  JOIN res_partner AS partner ON partner.id = row.partner_id
                  JOIN repair_case AS earlier
                    ON earlier.company_id = row.company_id
                   AND earlier.commercial_partner_id = partner.commercial_partner_id
                   AND earlier.partner_id = row.partner_id
                   AND timezone(row.tz, timezone('UTC', earlier.date_open))::date = row.day
                   AND COALESCE(earlier.amount, 0) = row.amount
                   AND (row.amount <> 0 OR earlier.name = row.name)
                 WHERE row.reference IS NULL
            )
            SELECT number, id
              FROM alike
             WHERE id <= %s
               AND id NOT IN %s
               AND (%s::timestamp IS NULL OR create_date < %s)
             ORDER BY number, id DESC
            """,
            *(list(column) for column in zip(*rows, strict=True)),
            newest,
            hidden.subselect(),
            since,
            since,
        )
    )
    return dict(found)
