from ast import literal_eval

from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ...vocabulary import ADDON

_lt = LazyTranslate(__name__)

# What of a favorite's context names fields.
FIELD_KEYS = (
    "group_by",
    "pivot_row_groupby",
    "pivot_column_groupby",
    "pivot_measures",
    "graph_groupbys",
    "graph_measure",
)
# The favorites of data/ir_filters_data.xml: Odoo keeps no translations of their names.
FAVORITES = (
    _lt("Who Waits Longest"),
    _lt("Types Coming Back"),
    _lt("Cost of a Class"),
    _lt("Reopened by Team"),
    _lt("Results by Assignee"),
    _lt("Devices Coming Back"),
    _lt("Cases by Channel"),
    _lt("Value Then and Now"),
    _lt("Unhappy Classes"),
    _lt("Why Unhappy"),
    _lt("Money by Class"),
    _lt("Rework by Class"),
    _lt("Segments by Value"),
    _lt("Who Fell, and Why"),
    _lt("Rises and Falls"),
    _lt("Who Deviates"),
    _lt("Deviations by Type"),
    _lt("What Care Brought"),
    _lt("Why Skipped"),
    _lt("Visits Held by Plan"),
)


class IrFilters(models.Model):
    """Calls the favorites that we ship by their names in the language of whoever sees them."""

    _inherit = "ir.filters"

    @api.model
    def get_filters(self, model, *args, **kwargs):
        """Return the favorites of a model, as Odoo does.

        Of ours, those are left out that show what the user may not see, such as amounts: a pivot
        whose measure is not there would not open.
        """
        favorites = super().get_filters(model, *args, **kwargs)
        ours = self._shipped_ids() if model.startswith("repair.") else ()
        names = {name._source: name for name in FAVORITES}
        kept = []
        for favorite in favorites:
            if favorite["id"] not in ours:
                kept.append(favorite)
            elif self._may_see(model, favorite["context"]):
                # Whoever renamed one sees the name that they gave it.
                name = names.get(favorite["name"])
                kept.append({**favorite, "name": self.env._(name) if name else favorite["name"]})
        return kept

    @api.model
    def _shipped_ids(self):
        """Return the ids of the favorites that came with the addon."""
        # sudo: which records are ours is no secret.
        data = self.env["ir.model.data"].sudo()
        found = data.search([("module", "=", ADDON), ("model", "=", self._name)])
        return set(found.mapped("res_id"))

    @api.model
    def _may_see(self, model, context):
        """Return whether the user may see all that a favorite groups by and measures."""
        shown = literal_eval(context)
        named = [shown[key] for key in FIELD_KEYS if key in shown]
        names = {
            name.partition(":")[0]
            for value in named
            for name in ([value] if isinstance(value, str) else value)
        }
        fields = [self.env[model]._fields.get(name) for name in names - {"__count"}]
        return all(field and self.env[model]._has_field_access(field, "read") for field in fields)
