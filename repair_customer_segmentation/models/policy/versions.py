from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...segmentation import versions
from . import turns
from .changes import PolicyChanges

# Columns of a tier that say who it is, rather than what it is: they stay with the id.
IDENTITY = {"id", "origin_id", "create_uid", "create_date", "write_uid", "write_date"}


class RepairSegmentationPolicy(models.Model):
    """Versions: a draft is made beside the active policy and takes its place.

    All policies of a company are its versions; one of them is active. What others refer to
    are the ids of tiers, and these live on through every version: a copied tier knows its
    ``origin_id``, and the two change places when the copy's version is activated. So the
    archived version keeps a faithful copy of its own, and is activated again the same way.
    """

    _inherit = "repair.segmentation.policy"

    version = fields.Integer(readonly=True, copy=False, default=1)
    previous_id = fields.Many2one(
        "repair.segmentation.policy",
        "Based on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    activated_at = fields.Datetime("Active Since", readonly=True, copy=False)
    replaced_at = fields.Datetime(
        "Until",
        compute="_compute_replaced_at",
        help="When the next version became active; empty for the active version and for drafts.",
    )
    activated_by_id = fields.Many2one("res.users", "Activated by", readonly=True, copy=False)
    version_ids = fields.Many2many(
        "repair.segmentation.policy", compute="_compute_version_ids", string="Versions"
    )

    @api.depends("state", "activated_at", "company_id")
    def _compute_replaced_at(self):
        """Find when the version that was activated next took the place of each, in one query."""
        self.replaced_at = False
        replaced = self.filtered(lambda policy: policy.state == "archived" and policy.activated_at)
        # sudo: when a version was active is told of those that the user may read.
        moments = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("company_id", "in", replaced.company_id.ids),
                    ("activated_at", "!=", False),
                ],
                order="activated_at",
            )
        )
        for policy in replaced:
            policy.replaced_at = next(
                (
                    other.activated_at
                    for other in moments
                    if other.company_id == policy.company_id
                    and other.id != policy.id
                    and other.activated_at >= policy.activated_at
                ),
                False,
            )

    @api.depends("name", "state", "version", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Tell versions of one name apart: all but the active one say which version they are."""
        for policy in self:
            # A policy that is typed in has no name yet.
            name, values = policy.name or "", {"policy": policy.name, "version": policy.version}
            if not policy.company_id or policy.state == "active" or not name:
                policy.display_name = name
            elif policy.state == "draft":
                policy.display_name = self.env._(
                    "%(policy)s (version %(version)s, draft)", **values
                )
            else:
                policy.display_name = self.env._(
                    "%(policy)s (version %(version)s, replaced)", **values
                )

    def _compute_version_ids(self):
        policies = self.browse().with_context(active_test=False)
        for policy in self:
            company = policy.company_id
            # A template has no versions.
            policy.version_ids = (
                company
                and policies.search(
                    [("company_id", "=", company.id)], order="version desc, id desc"
                )
            ) or policies

    def _number(self):
        """Number these versions of a company in the order of their creation."""
        for policy in self.filtered("company_id"):
            # sudo: the number counts all versions, whoever may see them.
            others = policy.sudo().version_ids - policy
            policy.sudo().version = max(others.mapped("version"), default=0) + 1

    def action_revise(self):
        """Open the draft that will follow this version, made now when there is none.

        :return: the action that opens it
        :raise AccessError: when the user may not change policies
        """
        self.ensure_one()
        self.check_access("write")
        drafts = [("previous_id", "=", self.id), ("state", "=", "draft")]
        draft = self.search(drafts, limit=1) or self._new_version()
        return draft._open()

    def _open(self):
        """Return the action that shows this version in its form."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_open(self):
        """Open this version: what the list of versions leads to."""
        self.check_access("read")
        return self._open()

    def _new_version(self):
        """Return a draft that is a copy of this version, each tier knowing its origin."""
        self.ensure_one()
        draft = self.copy()
        # sudo: what a version was made from is recorded, whoever makes it.
        draft.sudo().previous_id = self
        # Copied in their order, so the two lists run alongside.
        for tier, copied in zip(self.tier_ids.sorted(), draft.tier_ids.sorted(), strict=True):
            copied.sudo().origin_id = tier._identity()
        return draft

    def action_activate(self):
        """Let this draft or archived version take the active one's place, and reclassify.

        Few customers are classified at once, many in the background.

        :return: the action that shows the active version
        :raise AccessError: when the user may not change policies
        :raise ValidationError: when the rules are incomplete
        :raise UserError: when the policy is a template, or the customers are being classified
        """
        self.ensure_one()
        self._activate()
        if self._has_many_cases():
            self._queue_run()
        else:
            self.classify()
        return self._open()

    def _activate(self):
        """Take the active version's place, without classifying anybody yet."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "active":
            return
        if not self.company_id:
            raise UserError(
                self.env._(
                    "Policy “%(policy)s” is a template. Duplicate it, choose a company, and "
                    "activate the copy.",
                    policy=self.name,
                )
            )
        self._check_rules()
        if not turns.take(self):
            raise UserError(
                self.env._(
                    "The customers of %(company)s are being classified right now. "
                    "Try again in a minute.",
                    company=self.company_id.name,
                )
            )
        before = self.with_context(active_test=False).search(
            [("company_id", "=", self.company_id.id), ("state", "=", "active")]
        )
        changes = PolicyChanges(before, self).lines()
        before._stop_runs()
        before._write_state("archived")
        # The index allows one active version at any moment.
        self.env.flush_all()
        self._take_over_tiers()
        self._write_state(
            "active",
            active=True,
            activated_at=fields.Datetime.now(),
            activated_by_id=self.env.uid,
        )
        # sudo: whoever may change the policy need not be allowed to change the company.
        self.company_id.sudo().repair_policy_id = self
        self.env.flush_all()
        self._post_activation(before, changes)
        # Last of all: what is looked up while one version gives way to the other is neither's.
        self.env["repair.service.level"]._terms_changed(self.company_id)

    def _take_over_tiers(self):
        """Let the tiers that others refer to belong to this version, with its contents."""
        copies = self.tier_ids.filtered(
            lambda t: (
                t.origin_id.company_id == t.company_id and t.dimension == t.origin_id.dimension
            )
        )
        columns = [
            field.name
            for field in self.tier_ids._fields.values()
            if field.store and field.column_type and field.name not in IDENTITY
        ]
        self.env.flush_all()
        versions.exchange(self.env.cr, [(t.id, t.origin_id.id) for t in copies], columns)
        self.env.invalidate_all()

    def _stop_runs(self):
        """Give up the runs by these versions that are not done: another set of rules follows."""
        # sudo: runs are written by the engine alone.
        runs = self.env["repair.segmentation.run"].sudo()
        waiting = [("policy_id", "in", self.ids), ("state", "in", ("queued", "running"))]
        for run in runs.search(waiting):
            run._fail(self.env._("Replaced by a new version of the policy."))

    def action_discard(self):
        """Delete this draft and go back to the version that it was made from.

        :raise UserError: when it is no draft: versions that classified customers are kept
        """
        self.ensure_one()
        if self.state != "draft" or not self.company_id:
            raise UserError(
                self.env._(
                    "“%(policy)s” is not a draft of a company. Only drafts can be discarded.",
                    policy=self.display_name,
                )
            )
        # sudo: which version is active is no secret to whoever may delete a draft.
        active = self.company_id.sudo().repair_policy_id.sudo(False)
        self.unlink()
        return active._open()

    def _post_activation(self, before, changes):
        """Say in the chatter that this version took over, and what it changed."""
        self.ensure_one()
        if before:
            title = self.env._(
                "Version %(new)s replaced version %(old)s.",
                new=self.version,
                old=before.version,
            )
        else:
            title = self.env._("Version %(new)s is now active.", new=self.version)
        items = Markup().join(Markup("<li>%s</li>") % line for line in changes)
        nothing = self.env._("The rules are the same.")
        body = Markup("<p>%s</p>") % title
        body += Markup("<ul>%s</ul>") % items if changes else Markup("<p>%s</p>") % nothing
        body += Markup().join(
            Markup("<p>%s</p>") % line for line in self._warnings(self._cuts_by_now())
        )
        self.message_post(body=body)
