from collections import defaultdict

from odoo import api, fields, models, tools


class RepairCase(models.Model):
    """The reference of a case: given in order, by the sequence of its company."""

    _inherit = "repair.case"

    reference = fields.Char(readonly=True, copy=False, index="trigram", default="/")

    @api.model
    def _number(self, vals_list):
        """Give references to new cases without one, all of a company's at once."""
        unnumbered = defaultdict(list)
        for vals in vals_list:
            if vals.get("reference", "/") == "/":
                unnumbered[vals.get("company_id") or self.env.company.id].append(vals)
        for company_id, group in unnumbered.items():
            sequence = self._reference_sequence(company_id)
            if not sequence:
                continue
            if sequence.implementation == "standard" and not sequence.use_date_range:
                self.env.cr.execute(
                    "SELECT nextval(%s) FROM generate_series(1, %s)",
                    [f"ir_sequence_{sequence.id:03d}", len(group)],
                )
                numbers = (number for (number,) in self.env.cr.fetchall())
                references = map(sequence.get_next_char, numbers)
            else:
                references = (sequence.next_by_id() for _vals in group)
            for vals, reference in zip(group, references, strict=True):
                vals["reference"] = reference

    @api.model
    def _reference_sequence(self, company_id):
        """Return the company's own sequence of references, or the shared one."""
        return self.env["ir.sequence"].browse(self._reference_sequence_id(company_id))

    @api.model
    @tools.ormcache("company_id")
    def _reference_sequence_id(self, company_id):
        # sudo: every case gets a reference, whoever opens it.
        sequences = self.env["ir.sequence"].sudo()
        return sequences.search(
            [("code", "=", "repair.case"), ("company_id", "in", (company_id, False))],
            order="company_id",
            limit=1,
        ).id
