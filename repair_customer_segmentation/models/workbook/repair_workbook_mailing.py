from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from ...fields import Date
from ...vocabulary import DIMENSIONS, GROUP_MANAGER
from .repair_workbook import CRON_WORKBOOKS, NOW

RHYTHMS = [("daily", "Daily"), ("weekly", "Weekly"), ("monthly", "Monthly")]
RHYTHM_STEPS = {
    "daily": lambda number: relativedelta(days=number),
    "weekly": lambda number: relativedelta(weeks=number),
    "monthly": lambda number: relativedelta(months=number),
}
DAYS_A_STEP = {"daily": 1, "weekly": 7, "monthly": 31}
QUESTION = ("domain", "months", "with_amount", *(f"has_{name}" for name in DIMENSIONS))


class RepairWorkbookMailing(models.Model):
    """A workbook that managers get by mail again and again, each in their language and zone, with
    what they may see on that day.

    When it is due, a workbook of each recipient is written down in the transaction that moves the
    next date on; the scheduled action then makes and sends them, see ``background.py``.
    """

    _name = "repair.workbook.mailing"
    _description = "Workbook Mailing"
    _inherit = [
        "mail.thread",
        "repair.workbook.question",
        "repair.engine.owned",
        "repair.readable.links",
    ]
    _order = "next_date, id"
    _check_company_auto = True

    name = fields.Char("Mailing", required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    user_id = fields.Many2one(
        "res.users",
        "Answers for It",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Is told when somebody could not get the workbook.",
    )
    recipient_ids = fields.Many2many(
        "res.users",
        "repair_workbook_mailing_recipient_rel",
        "mailing_id",
        "user_id",
        "Recipients",
        tracking=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Managers. Each gets the workbook in their own language and time zone.",
    )
    rhythm = fields.Selection(RHYTHMS, required=True, default="monthly", tracking=True)
    start_date = Date(
        "First Mailing",
        required=True,
        tracking=True,
        default=lambda self: self.env.company._repair_day() + relativedelta(days=1),
    )
    next_date = fields.Date("Next Mailing", readonly=True, copy=False, index=True)
    workbook_ids = fields.One2many("repair.workbook", "mailing_id", "Workbooks")
    date_sent = fields.Datetime("Last Sent", compute="_compute_date_sent")

    @api.depends("workbook_ids.state")
    def _compute_date_sent(self):
        # sudo: when it was sent last is told, not what was sent to others.
        groups = (
            self.env["repair.workbook"]
            .sudo()
            ._read_group([("mailing_id", "in", self.ids)], ["mailing_id"], ["date_done:max"])
        )
        sent = {mailing.id: moment for mailing, moment in groups}
        for mailing in self:
            mailing.date_sent = sent.get(mailing.id, False)

    @api.constrains("recipient_ids", "company_id")
    def _check_recipients(self):
        for mailing in self:
            # sudo: what others may do is looked at, and only their names are told.
            people = mailing.sudo().recipient_ids
            if not people:
                raise ValidationError(self.env._("Choose at least one recipient."))
            for person in people:
                if (
                    not person.has_group(GROUP_MANAGER)
                    or mailing.company_id not in person.company_ids
                ):
                    raise ValidationError(
                        self.env._(
                            "%(person)s may not get this workbook: recipients are managers of "
                            "repair customers with access to %(company)s. Remove them.",
                            person=person.name,
                            company=mailing.company_id.name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_given_links(vals_list)
        mailings = super().create(vals_list)
        mailings._plan()
        return mailings

    def write(self, vals):
        self._check_given_links([vals])
        res = super().write(vals)
        if {"rhythm", "start_date", "active", "company_id"} & set(vals):
            self._plan()
        return res

    def _plan(self):
        """Set the next date: the first of the series that is not over."""
        for mailing in self:
            # sudo: the date is worked out.
            mailing.sudo().next_date = mailing._date_from(mailing.company_id._repair_day())

    def _date_from(self, day):
        """Return the first date of the series on or after a day.

        Counted from the first date, so that the 31st comes back after a short month.
        """
        self.ensure_one()
        step, start = RHYTHM_STEPS[self.rhythm], self.start_date
        number = max((day - start).days // DAYS_A_STEP[self.rhythm], 0)
        while start + step(number) < day:
            number += 1
        return start + step(number)

    def action_send_now(self):
        """Send the workbook to all recipients now; the next date stays as it is."""
        self.check_access("write")
        for mailing in self:
            mailing._write_down()
        # sudo: starting the scheduled action early is not a matter of rights.
        self.env.ref(CRON_WORKBOOKS).sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The workbook is made and sent within minutes."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _start_due(self):
        """Write down the workbooks of the mailings that are due, each mailing once a date."""
        for mailing in self.search([("next_date", "!=", False)]):
            today = mailing.company_id._repair_day()
            if mailing.next_date > today or not mailing._is_free():
                continue
            mailing._write_down(mailing.next_date)
            mailing.next_date = mailing._date_from(today + relativedelta(days=1))
            self.env["ir.cron"]._commit_progress()

    def _is_free(self):
        """Lock the mailing for this transaction; return whether nobody else has it, or changed
        it."""
        rows = self.env.execute_query(
            SQL(
                "SELECT next_date FROM repair_workbook_mailing WHERE id = %s"
                " FOR NO KEY UPDATE SKIP LOCKED",
                self.id,
            )
        )
        return rows == [(self.next_date,)]

    def _write_down(self, day=None):
        """Write down a workbook for each recipient who may have it; the others are told of."""
        # sudo: workbooks of other people are written down, which they alone read.
        # Who was archived is told of like who lost the right.
        mailing = self.sudo().with_context(lang=self.user_id.lang, active_test=False)
        for person in mailing.recipient_ids:
            try:
                mailing._check_reader(person)
                if not person.email:
                    raise UserError(self.env._("%s has no email address.", person.name))
            except UserError as error:
                mailing._tell_failed(person, str(error))
                continue
            mailing.workbook_ids = [
                Command.create(
                    {
                        "user_id": person.id,
                        "company_id": mailing.company_id.id,
                        "lang": person.lang or mailing.env.lang or "en_US",
                        "as_of": NOW,
                        "state": "running",
                        "mailed_for": day,
                        **{name: mailing[name] for name in QUESTION},
                    }
                )
            ]

    def _tell_failed(self, person, reason):
        """Tell in the chatter, and whoever answers for it, who did not get the workbook."""
        # sudo: the mailing tells of itself, whoever's workbook it was.
        for mailing in self.sudo():
            mailing = mailing.with_context(lang=mailing.user_id.lang)
            mailing.message_post(
                body=mailing.env._(
                    "%(person)s did not get the workbook: %(reason)s",
                    person=person.name,
                    reason=reason,
                ),
                partner_ids=mailing.user_id.partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )


class RepairWorkbook(models.Model):
    _inherit = "repair.workbook"

    mailing_id = fields.Many2one(
        "repair.workbook.mailing", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null",
    )  # fmt: skip
    mailed_for = fields.Date(readonly=True, copy=False)

    _once_a_date = models.UniqueIndex(
        "(mailing_id, user_id, mailed_for) WHERE mailed_for IS NOT NULL",
        "This workbook was written down for this date already.",
    )
