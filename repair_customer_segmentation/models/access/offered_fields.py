"""What people may choose under “Custom Filter” and “Custom Group”."""

from odoo import api, models

from ...vocabulary import ADDON

# What a screen or the engine needs and nobody asks for. The names are those of the fields.
TECHNICAL = {
    "access_token",
    "activity_exception_decoration",
    "activity_type_icon",
    "alias_defaults",
    "assignment_reasons",
    "color",
    "cuts",
    "gap_bits",
    "id",
    "is_nightly",
    "is_untouched_told",
    "last_partner_id",
    "message_follower_ids",
    "metrics",
    "origin_id",
    "outlook_pending",
    "response_origin_hours",
    "resolution_origin_hours",
    "response_risk_date",
    "resolution_risk_date",
    "sequence",
    "subject_words",
    "website_message_ids",
}
ENDINGS = ("_color", "_digest", "_digests")


def is_technical(name):
    """Return whether a field of this name says nothing to the people who work with it."""
    return name in TECHNICAL or name.endswith(ENDINGS)


class Base(models.AbstractModel):
    """No list offers to filter or group by what only the screens or the engine need."""

    _inherit = "base"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        found = super().fields_get(allfields, attributes)
        is_ours = (self._original_module or "").startswith(ADDON)
        for name, description in found.items():
            ours = is_ours or (self._fields[name]._module or "").startswith(ADDON)
            if ours and is_technical(name):
                # Searching and grouping by it still work, for views and code that do.
                description.update(
                    {key: False for key in ("searchable", "groupable") if key in description}
                )
        return found
