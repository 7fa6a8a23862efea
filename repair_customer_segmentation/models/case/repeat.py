from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class RepairCase(models.Model):
    """An import brings each repair once, and a day without a time is no earlier than its case."""

    _inherit = "repair.case"

    @api.model
    def load(self, fields, data):  # pylint: disable=redefined-outer-name
        # Rows of one file may be alike; what was there before is not brought again.
        [(newest,)] = self.env.execute_query(SQL("SELECT COALESCE(max(id), 0) FROM repair_case"))
        return super(RepairCase, self.with_context(repair_import_newest=newest)).load(fields, data)

    @api.model
    def _refuse_repeats(self, vals_list):
        """Refuse imported cases that are there already.

        A case that brings a reference is known by it; another by its customer, the day and the
        amount, or the subject where nothing was paid.

        :raise ValidationError: naming the case that is there
        """
        newest = self.env.context.get("repair_import_newest")
        if not newest or not self.env.context.get("import_file"):
            return
        rows = []
        for number, vals in enumerate(vals_list):
            if not vals.get("date_open") and not vals.get("reference"):
                # What came in just now is not from an earlier file.
                continue
            company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            opened = fields.Datetime.to_datetime(vals.get("date_open") or fields.Datetime.now())
            rows.append(
                (
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
        if not rows:
            return
        self.flush_model()
        # sudo: a repair that another team has is there as well; its reference is shown. A
        # confidential one is told of to nobody who may not read it, by the words of a row neither.
        confidential = Domain("is_confidential", "=", True)
        cases = self.with_context(active_test=False)
        readable = Domain("id", "in", cases._search(confidential))
        hidden = cases.sudo()._search(confidential & ~readable)
        since = self.env.context.get("repair_import_since") or None
        found = self.env.execute_query(
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
                 ORDER BY number, id
                 LIMIT 1
                """,
                *(list(column) for column in zip(*rows, strict=True)),
                newest,
                hidden.subselect(),
                since,
                since,
            )
        )
        if found:
            [(number, earlier_id)] = found
            earlier = self.sudo().browse(earlier_id)
            values = {"case": vals_list[number].get("name", ""), "earlier": earlier.reference}
            if vals_list[number].get("reference"):
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s”: there is a case %(earlier)s already. Leave the row out, "
                        "or correct its “Reference”.",
                        **values,
                    )
                )
            raise ValidationError(
                self.env._(
                    "Case “%(case)s”: it is there already as %(earlier)s, of the same customer, "
                    "day and amount. Leave the row out; if it is another repair, tell the two "
                    "apart by a column “Reference” with a number of its own.",
                    **values,
                )
            )

    @api.model
    def _with_closing_moment(self, vals, case=None):
        """Return values whose day of closing, given without a time, is not before the opening.

        Closed on the day it was opened, a case was closed then at the earliest. Without a time is
        midnight for the company, for the user or, over RPC, in UTC.

        :param case: the case that is changed; ``None`` for a new one
        """
        if not vals.get("date_closed") or ("date_open" in vals and not vals["date_open"]):
            return vals
        try:
            closed = fields.Datetime.to_datetime(vals["date_closed"])
            opened = fields.Datetime.to_datetime(
                vals.get("date_open") or (case and case.date_open) or fields.Datetime.now()
            )
        except (TypeError, ValueError):
            # The field itself says what is wrong with it.
            return vals
        if closed >= opened:
            return vals
        company = self.env["res.company"].browse(vals.get("company_id")) or (
            case.company_id if case else self.env.company
        )
        for zone in (company._repair_tz(), self.env.tz.zone, "UTC"):
            local = self.with_context(tz=zone)
            start, moment = (
                fields.Datetime.context_timestamp(local, value) for value in (closed, opened)
            )
            is_day = (start.hour, start.minute, start.second) == (0, 0, 0)
            if is_day and start.date() == moment.date():
                return {**vals, "date_closed": opened}
        return vals
