import re
from collections import Counter
from datetime import timedelta
from difflib import SequenceMatcher

from odoo import api, fields, models

from ...vocabulary import OPEN_STATES
from ..access.enumerated import enumerated

CATCH_ALL = 0.4  # of all cases of twelve months
ALIKE = 0.8  # of the letters of two names
FEW = 10  # cases: shares of fewer mean nothing


class RepairCaseType(models.Model):
    """Tells managers which types say too little: unused ones, catch-alls, overlapping ones."""

    _inherit = "repair.case.type"

    year_case_count = fields.Integer("Cases in 12 Months", compute="_compute_case_counts")
    open_case_count = fields.Integer("Open Cases", compute="_compute_case_counts")
    hint = fields.Char(
        compute="_compute_hint",
        help="Unused: no cases in 12 months. Too broad: more than 40% of all cases. "
        "Overlapping: nearly the same name as another type.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_case_counts(self):
        year, opened = self._case_counts()
        for case_type in self:
            case_type.year_case_count = year[case_type.id]
            case_type.open_case_count = opened[case_type.id]

    @api.model
    def _case_counts(self):
        """Return the cases of twelve months, and the open ones, of each type the user sees.

        :return: pair of counters by the id of the type
        """
        since = fields.Datetime.now() - timedelta(days=365)
        cases = self.env["repair.case"]

        def count(domain):
            groups = cases._read_group(domain, ["type_id"], ["__count"])
            return Counter({case_type.id: number for case_type, number in groups})

        return (
            count([("date_open", ">=", since)]),
            count([("state", "in", OPEN_STATES)]),
        )

    @api.depends("name", "active")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_hint(self):
        year, opened = self._case_counts()
        total = sum(year.values())
        types = self.search([("active", "=", True)])
        for case_type in self:
            hints = []
            count = year[case_type.id]
            if not count and not opened[case_type.id]:
                hints.append(self.env._("Unused"))
            if total >= FEW and count > total * CATCH_ALL:
                share = round(100 * count / total)
                hints.append(self.env._("Too broad: %s%% of all cases", share))
            if alike := case_type._alike(types):
                names = enumerated(self.env, alike.mapped("name"))
                hints.append(self.env._("Overlaps with %s", names))
            case_type.hint = case_type.active and ". ".join(hints)

    def _alike(self, types):
        """Return those of ``types`` whose names are nearly this one's."""
        self.ensure_one()
        mine = self._plain_name()
        return types.filtered(
            lambda other: (
                other != self._origin
                and mine
                and SequenceMatcher(None, mine, other._plain_name()).ratio() >= ALIKE
            )
        )

    def _plain_name(self):
        """Return the words of the name in one order, without case, hyphens and spaces."""
        words = re.findall(r"\w+", (self.name or "").casefold())
        return "".join(sorted(words))

    def action_merge(self):
        """Ask into which type these are to be merged."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge Types"),
            "res_model": "repair.case.type.merge",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_type_ids": self.ids},
        }

    def action_view_cases(self):
        """Open the board of this type, with its own stages."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_case_action"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("type_id", "=", self.id)],
            "context": {"default_type_id": self.id, "search_default_open": 1},
        }
