from odoo import fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import UserError

from ..portal.typed_text import typed_text

MOST_OF_NOTE = 2000  # letters
MOST_NOTES = 10  # of a case


class RepairCase(models.Model):
    """What customers tell us of a repair in the portal, besides their rating."""

    _inherit = "repair.case"

    portal_note_ids = fields.One2many(
        "repair.feedback", "case_id", domain=[("way", "=", "portal")], readonly=True
    )

    def _portal_may_note(self):
        """Return whether the customer may tell us something about this repair now."""
        self.ensure_one()
        return (
            self.state == "closed"
            and not self._is_of_ours()
            and len(self.portal_note_ids) < MOST_NOTES
        )

    def _portal_note(self, text, person):
        """Note what a customer tells us; nothing where they said the same before.

        :param str text: plain text
        :param person: the contact who says it
        :raise UserError: when there is nothing to note, or no more is taken of this case
        :raise ValidationError: when the text is too long
        """
        self.ensure_one()
        text = typed_text(self.env, self.env._("Your note"), text, MOST_OF_NOTE)
        if not text:
            raise UserError(self.env._("Please write something before you send it."))
        # Whoever taps twice says it once: the second tap waits, and finds what the first one did.
        self.lock_for_update()
        self.invalidate_recordset(["portal_note_ids"])
        if text in self.portal_note_ids.mapped("text"):
            return
        if not self._portal_may_note():
            raise UserError(
                self.env._("No more notes are taken for this repair. Send us a message instead.")
            )
        self.env["repair.feedback"]._record(
            [{"case_id": self.id, "partner_id": person.id, "way": "portal", "text": text}]
        )
        # The desk reads it where it works; the customer sees no internal note.
        self.with_user(SUPERUSER_ID).message_post(
            body=self.env._("%(person)s left a note: “%(text)s”", person=person.name, text=text),
            subtype_xmlid="mail.mt_note",
        )
