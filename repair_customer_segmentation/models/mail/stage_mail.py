from odoo import fields, models

from ...vocabulary import OPEN_STATES
from ..access.marks import is_marked, marked

# Cases that were moved into a stage by a change of their process, until the transaction ends.
SILENT = "repair.case.silent"
# Set while the mail of the stage that a case begins in is looked for.
FIRST_STAGE = "repair_first_stage"


class RepairCaseStage(models.Model):
    _inherit = "repair.case.stage"

    mail_template_id = fields.Many2one(
        "mail.template",
        string="Email to the Customer",
        domain="[('model', '=', 'repair.case')]",
        help="Sent to the customer in their language when a case reaches this stage. Not sent "
        "for imported cases or cases created as closed. Leave empty to send no email.",
    )


class RepairCase(models.Model):
    """Tells the customer how far a case is: the mail of the stage that it gets to.

    It goes to the customer alone and stays in the chatter as a note, so that nobody who follows
    a case gets mails meant for the customer, of confidential cases neither. What a machine
    wrote answers nobody: the clock of the first response runs on.
    """

    _inherit = "repair.case"

    def _track_post_template_finalize(self):
        """Send the mail of the first stage of a new case, chosen or by default."""
        case = marked(self, FIRST_STAGE)
        return super(RepairCase, case)._track_post_template_finalize()

    def _track_template(self, changes):
        res = super()._track_template(changes)
        case = self[:1]
        template = case.stage_id.mail_template_id
        if template and case.partner_id.email and case._enters_stage(changes):
            res["stage_id"] = (
                template,
                {
                    "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
                    "email_layout_xmlid": "mail.mail_notification_light",
                    **case._desk_sender(template),
                },
            )
        return res

    def _enters_stage(self, changes):
        """Return whether a person, or the customer, brought this case to its stage just now."""
        if self.env.context.get("import_file"):
            return False
        if is_marked(self.env, FIRST_STAGE):
            # What begins closed is history; who writes often is told once an hour.
            return self.state in OPEN_STATES and not self._is_receipt_sent()
        # With another type a case gets to another stage of the same meaning: nothing new.
        moved = "stage_id" in changes and "type_id" not in changes
        return moved and not self._is_silent()

    def _is_silent(self):
        """Return whether a change of the process alone moves this case in this transaction."""
        return self.id in self.env.cr.precommit.data.get(SILENT, ())

    def _enter_silently(self):
        """Send no mail for the stages that these cases are moved to in this transaction."""
        self.env.cr.precommit.data.setdefault(SILENT, set()).update(self.ids)
