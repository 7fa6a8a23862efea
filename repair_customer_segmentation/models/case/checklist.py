from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import get_lang

from ...vocabulary import GROUP_MANAGER, OPEN_STATES
from ..access.day_text import day_text
from ..access.enumerated import enumerated

# The columns of the count, as the case shows them.
CHECK_COUNTS = ("check_count", "check_done_count", "check_left_count")


class RepairCase(models.Model):
    """The checklist of a case: copied from its type, ticked by people, signed off by one of them.

    Open cases have one; a case that begins closed is history and is asked for nothing. What the
    lists and cards show of it stands in columns of the case, so that it costs them no query.
    """

    _inherit = "repair.case"

    checklist_id = fields.Many2one(
        "repair.checklist",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    check_ids = fields.One2many("repair.case.check", "case_id", readonly=True)
    check_count = fields.Integer("Checklist Lines", readonly=True, copy=False, aggregator=None)
    check_done_count = fields.Integer("Checks Done", readonly=True, copy=False, aggregator=None)
    check_left_count = fields.Integer(
        "Required Checks Left",
        readonly=True,
        copy=False,
        aggregator=None,
        help="The case cannot be closed before these are ticked.",
    )
    check_signed_by_id = fields.Many2one(
        "res.users", string="Signed Off by", readonly=True, copy=False, tracking=True
    )
    check_signed_date = fields.Datetime("Signed Off on", readonly=True, copy=False)
    check_signature = fields.Char(
        "Checklist Signature", compute="_compute_check_signature", compute_sudo=True
    )
    check_signer = fields.Selection(related="checklist_id.signer", string="To Be Signed Off by")
    may_sign_checks = fields.Boolean(compute="_compute_may_sign_checks")

    @api.depends("check_signed_by_id", "check_signed_date")
    @api.depends_context("lang", "tz")
    def _compute_check_signature(self):
        for case in self:
            if not case.check_signed_by_id or not case.check_signed_date:
                case.check_signature = False
                continue
            day = fields.Datetime.context_timestamp(case, case.check_signed_date).date()
            case.check_signature = self.env._(
                "Signed off by %(user)s on %(day)s",
                user=case.check_signed_by_id.name,
                day=day_text(self.env, day),
            )

    @api.depends(
        "state", "checklist_id", "user_id", "team_id", "check_signed_by_id", "check_left_count"
    )
    @api.depends_context("uid")
    def _compute_may_sign_checks(self):
        for case in self:
            case.may_sign_checks = (
                case.state in OPEN_STATES
                and case.sudo().checklist_id.signer
                and not case.check_left_count
                and not case._signature_holds()
                and case._may_sign(self.env.user)
            )

    def _may_sign(self, user):
        """Return whether a user is whom the checklist of this case wants to sign it off.

        Where the team has no leader, a manager stands in. Of a case that nobody has, four eyes
        are those of somebody who ticked no line.
        """
        self.ensure_one()
        # sudo: who leads the team and who ticked what, nothing of it is returned.
        case = self.sudo()
        signer = case.checklist_id.signer
        if signer == "assignee":
            return user == case.user_id
        if signer == "leader":
            return user == case.team_id.leader_id or user.has_group(GROUP_MANAGER)
        return user not in (case.user_id or case.check_ids.done_by_id)

    def _signature_holds(self):
        """Return whether the checklist is signed off by somebody who is still not the assignee."""
        self.ensure_one()
        # sudo: who signed, of a case that the user works on.
        case = self.sudo()
        signed = case.check_signed_by_id
        return bool(signed) and (case.checklist_id.signer != "other" or signed != case.user_id)

    def action_sign_off(self):
        """Sign off the checklist of this case, as the current user and now.

        :raise AccessError: when the user may not change the case
        :raise UserError: when a required line is not ticked, or somebody else has to sign
        """
        self.check_access("write")
        self.ensure_one()
        if self.check_left_count:
            raise UserError(self._open_checks_text())
        if not self.may_sign_checks:
            raise UserError(
                self._signature_text()
                or self.env._("The checklist of this case needs no signature now.")
            )
        # sudo: the signature is a record of the system's; whose it is, is checked above.
        self.sudo().write(
            {"check_signed_by_id": self.env.uid, "check_signed_date": fields.Datetime.now()}
        )

    def _checks_reopened(self, old):
        """Have reopened cases signed off again; history that is reopened gets its checklist.

        :param str old: the state in which these cases were
        """
        if old not in OPEN_STATES:
            reopened = self.filtered(lambda case: case.state in OPEN_STATES)
            reopened._withdraw_signature()
            reopened.filtered(lambda case: not case.check_count)._take_checklists()

    def _withdraw_signature(self):
        """Take the signatures of these cases back: they are not as they were signed any more."""
        # sudo: the signature is the system's record.
        signed = self.sudo().filtered("check_signed_by_id")
        signed.write({"check_signed_by_id": False, "check_signed_date": False})

    # What keeps a case from being closed.

    def _checklist_hindrances(self):
        """Return what is left of the checklist, as sentences."""
        self.ensure_one()
        if self.check_left_count:
            return [self._open_checks_text()]
        return list(filter(None, [self._signature_text()]))

    def _open_checks_text(self):
        left = self.check_ids.filtered(lambda check: check.is_required and not check.is_done)
        return self.env._(
            "Still to check: %(lines)s. Tick them on the page “Checklist” of the case.",
            lines=enumerated(self.env, left.mapped("name")),
        )

    def _signature_text(self):
        """Return who has to sign the checklist off, ``None`` where nobody has to."""
        # sudo: what the checklist wants of whoever closes the case.
        signer = self.sudo().checklist_id.signer
        if not signer or self._signature_holds():
            return None
        return {
            "assignee": self.env._(
                "The checklist is not signed off yet. The assignee does so with “Sign Off” on the "
                "page “Checklist” of the case."
            ),
            "leader": self.env._(
                "The checklist is not signed off yet. The team leader, or a manager, does so with "
                "“Sign Off” on the page “Checklist” of the case."
            ),
            "other": self.env._(
                "The checklist is not signed off yet. Someone other than the assignee does so with "
                "“Sign Off” on the page “Checklist” of the case."
            ),
        }[signer]

    # Where the lines come from.

    def _take_checklists(self):
        """Give those of these cases that are open the lines of the checklist of their type.

        Lines that are not ticked are replaced. Ticked ones of another checklist are kept, and a
        note says so.
        """
        # sudo: what is checked is the same for whoever opens the case or changes its type.
        cases = self.sudo().filtered(
            lambda c: c.state in OPEN_STATES and (c.type_id.checklist_id or c.check_count)
        )
        if not cases:
            return
        before = {case: case.checklist_id for case in cases}
        cases._copy_lines()
        changed = cases.filtered(lambda case: before[case] != case.checklist_id)
        (changed | cases.filtered("check_left_count"))._withdraw_signature()
        for case in changed.filtered(lambda case: before[case] and case.check_done_count):
            lang = get_lang(case.env, case.company_id.partner_id.lang).code
            case.message_post(
                body=case.with_context(lang=lang).env._(
                    "The type was changed: what was ticked of the checklist “%s” is kept.",
                    before[case].with_context(lang=lang).name,
                ),
                subtype_xmlid="mail.mt_note",
            )

    def _copy_lines(self):
        """Replace the lines of these cases that are not ticked, in one statement for all."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("DELETE FROM repair_case_check WHERE case_id = ANY(%s) AND NOT is_done", self.ids)
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE repair_case AS c
                   SET checklist_id = (
                       SELECT list.id
                         FROM repair_case_type AS t
                         JOIN repair_checklist AS list ON list.id = t.checklist_id AND list.active
                        WHERE t.id = c.type_id)
                 WHERE c.id = ANY(%s)
                """,
                self.ids,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO repair_case_check
                       (case_id, line_id, sequence, name, hint, is_required, is_former, is_done)
                SELECT c.id, line.id, line.sequence, line.name, line.hint, line.is_required,
                       FALSE, FALSE
                  FROM repair_case AS c
                  JOIN repair_checklist_line AS line ON line.checklist_id = c.checklist_id
                 WHERE c.id = ANY(%s)
                    ON CONFLICT (case_id, line_id) DO NOTHING
                """,
                self.ids,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE repair_case_check AS done
                   SET is_former = line.checklist_id IS DISTINCT FROM c.checklist_id
                  FROM repair_case AS c, repair_case_check AS own
                  LEFT JOIN repair_checklist_line AS line ON line.id = own.line_id
                 WHERE own.id = done.id AND c.id = done.case_id AND done.is_done
                   AND done.case_id = ANY(%s)
                """,
                self.ids,
            )
        )
        self.env.invalidate_all(flush=False)
        self._count_checks()

    def _count_checks(self):
        """Count the lines of these cases anew."""
        self.env["repair.case.check"].flush_model()
        self.flush_recordset(CHECK_COUNTS)
        self.env.cr.execute(
            SQL(
                """
                UPDATE repair_case AS c
                   SET (check_count, check_done_count, check_left_count) = (
                       SELECT count(*), count(*) FILTER (WHERE is_done),
                              count(*) FILTER (WHERE is_required AND NOT is_done)
                         FROM repair_case_check
                        WHERE case_id = c.id)
                 WHERE id = ANY(%s)
                """,
                self.ids,
            )
        )
        self.invalidate_recordset(["check_ids", *CHECK_COUNTS])
        self.modified(CHECK_COUNTS)
