import logging
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...vocabulary import ADDON
from .repair_workbook import CRON_WORKBOOKS, FORM

_logger = logging.getLogger(__name__)

WORKBOOK_STATES = [
    ("draft", "Draft"),
    ("running", "In Progress"),
    ("done", "Done"),
    ("failed", "Stopped"),
]
# A workbook that kills its worker is tried so often.
WORKBOOK_TRIES = 3
WORKBOOK_LOCK = SQL("hashtext('repair.workbook')")
WORKBOOK_TEMPLATE = f"{ADDON}.mail_template_workbook"


class StoppedError(Exception):
    """Nobody wants the workbook any more."""


class RepairWorkbook(models.Model):
    """How workbooks are made in the background, so that they survive a kill.

    Whoever makes one has PostgreSQL's lock on it, which ends with the process; the file, the state
    and the mail that brings it are written in one transaction. So a workbook whose worker was
    killed is begun again, by whoever gets the lock, and nobody is sent one twice.

    It begins anew, and not where it was: all sheets come from one look at the database, so that
    their figures agree, and a book that went on after a restart would be of two moments. The rows
    written so far are gone with the worker, too. A hundred thousand customers take well under a
    minute, so there is little to be won.

    Whoever asked can stop it. The worker sees that within a twentieth of the customers, and at the
    latest before it keeps the file; nothing is kept or sent then.
    """

    _inherit = "repair.workbook"

    state = fields.Selection(
        WORKBOOK_STATES, required=True, readonly=True, copy=False, default="draft"
    )
    progress = fields.Integer(readonly=True, copy=False, aggregator=None)
    tries = fields.Integer(readonly=True, copy=False, aggregator=None)
    message = fields.Text(readonly=True, copy=False)
    date_done = fields.Datetime("Made on", readonly=True, copy=False)

    _running_idx = models.Index("(id) WHERE state = 'running'")

    def get_progress(self):
        """Return how far workbooks are: the state of each, and how much is done in percent."""
        self.check_access("read")
        return [[workbook.state, workbook.progress] for workbook in self]

    def action_stop(self):
        """Stop making workbooks that are under way; those that are made already stay."""
        self.check_access("write")
        running = self.filtered(lambda workbook: workbook.state == "running")
        # sudo: the state is recorded.
        running.sudo().write({"state": "failed", "message": self.env._("You stopped it.")})

    def _begin(self):
        """Leave it to the scheduled action, and return the action that shows how far it is."""
        # sudo: state and tries are recorded, and the scheduled action is woken.
        self.sudo().write({"state": "running", "progress": 0, "tries": 0, "message": False})
        self.env.ref(CRON_WORKBOOKS).sudo()._trigger()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref(FORM).id, "form")],
            "target": "new",
        }

    @api.model
    def _cron_make(self):
        """Start the mailings that are due, then make what waits, one after the other."""
        self.env["repair.workbook.mailing"]._start_due()
        waiting = self.search([("state", "=", "running")], order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(waiting))
        for left, workbook in enumerate(waiting):
            with _turn(workbook) as is_mine:
                if is_mine and workbook.exists() and workbook.state == "running":
                    workbook._make_unattended()
                    # Whoever has the lock next sees what was done.
                    cron._commit_progress()
            if not cron._commit_progress(1, remaining=len(waiting) - left - 1):
                break

    def _make_unattended(self):
        """Make one workbook; what goes wrong is told to whom it concerns."""
        if self.tries >= WORKBOOK_TRIES:
            self._stop(self.env._("It was interrupted %s times.", WORKBOOK_TRIES))
            return
        self.tries += 1
        self.env["ir.cron"]._commit_progress()
        try:
            content = self._contents(self._told())
            # The state that was read is over: what follows sees the progress written meanwhile.
            self.env["ir.cron"]._commit_progress()
            with self.env.cr.savepoint():
                self._refuse_stopped()
                self._keep(content)
                self._deliver()
        except StoppedError:
            self._undo()
        except UserError as error:
            self._undo()
            self._stop(str(error))
        except Exception:  # pylint: disable=broad-exception-caught
            _logger.exception("Workbook %s failed", self.id)
            self._undo()
            self._stop(self.env._("An unexpected error, which the server's log tells."))

    def _refuse_stopped(self):
        """Have the record to the end of the transaction.

        :raise StoppedError: when somebody stopped or deleted it meanwhile
        """
        rows = self.env.execute_query(
            SQL("SELECT state FROM repair_workbook WHERE id = %s FOR UPDATE", self.id)
        )
        if rows != [("running",)]:
            raise StoppedError

    def _undo(self):
        """Forget what a failed attempt has left in memory and in its transaction."""
        self.env.cr.rollback()
        self.env.invalidate_all()

    def _told(self):
        """Return the function that writes how far it is, where others see it at once.

        It raises :class:`StoppedError` when somebody stopped or deleted the workbook.
        """
        shown = [0]

        def told(share):
            percent = int(100 * share)
            if percent < shown[0] + 5:
                return
            shown[0] = percent
            with self.env.registry.cursor() as cr:
                cr.execute(
                    SQL(
                        "UPDATE repair_workbook SET progress = %s"
                        " WHERE id = %s AND state = 'running'",
                        percent,
                        self.id,
                    )
                )
                is_wanted = cr.rowcount
            if not is_wanted:
                raise StoppedError

        return told

    def _deliver(self):
        """Bring the file to whom it was made for: by the mailing, or a message that it is ready."""
        if self.mailing_id:
            template = self.env.ref(WORKBOOK_TEMPLATE)
            template.send_mail(
                self.id, email_values={"attachment_ids": [(4, self.attachment_id.id)]}
            )
            return
        person = self.user_id.partner_id
        env = self.with_context(lang=person.lang).env
        person.with_env(env).message_notify(
            partner_ids=person.ids,
            subject=env._("Your workbook is ready"),
            body=env._("“%s” is ready. Open it under Reporting, Workbooks.", self.name),
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _stop(self, reason):
        """Write down why there is no file, and tell whoever answers for it."""
        self.write({"state": "failed", "message": reason})
        if self.mailing_id:
            self.mailing_id._tell_failed(self.user_id, reason)


@contextmanager
def _turn(workbook):
    """Have the lock of a workbook; yields ``False`` where another process has it."""
    cr = workbook.env.cr
    cr.execute(SQL("SELECT pg_try_advisory_lock(%s, %s)", WORKBOOK_LOCK, workbook.id))
    [is_mine] = cr.fetchone()
    try:
        workbook.invalidate_recordset()
        yield is_mine
    finally:
        if is_mine:
            cr.execute(SQL("SELECT pg_advisory_unlock(%s, %s)", WORKBOOK_LOCK, workbook.id))
