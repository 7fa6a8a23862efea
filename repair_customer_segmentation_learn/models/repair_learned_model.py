import base64
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_MANAGER

from .packages import FEWEST_LEARNED_FROM, ForeignModel, digest, dump, missing_package
from .suggester import kept_model
from .training import Training

_logger = logging.getLogger(__name__)

# Closed or changed cases since the last training that are worth another one: a tenth more.
GROWTH = 10
VERSIONS_KEPT = 5
# By what PostgreSQL tells that another worker learns for a company already.
LEARNING = 7_214_310


class RepairLearnedModel(models.Model):
    """What a company's closed cases taught, how well it does, and what it is sure of.

    One row a training; the latest is used. The file is an attachment that is read only if it is
    the one that was written here.
    """

    _name = "repair.learned.model"
    _description = "Learned Model"
    _inherit = ["repair.engine.owned"]
    _order = "id desc"
    _rec_name = "version"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    version = fields.Integer(required=True, readonly=True, aggregator=False)
    date = fields.Datetime("Learned on", required=True, readonly=True)
    case_count = fields.Integer("Cases Learned from", readonly=True, aggregator=False)
    type_count = fields.Integer("Types", readonly=True, aggregator=False)
    first_share = fields.Float(
        "First Is Right",
        readonly=True,
        aggregator=False,
        help="In how many cases, held out while learning, the first suggestion was the type.",
    )
    three_share = fields.Float(
        "Among Three",
        readonly=True,
        aggregator=False,
        help="In how many cases, held out while learning, the type was one of three suggested.",
    )
    calibration_error = fields.Float(
        "Error of the Percentage",
        readonly=True,
        aggregator=False,
        help="How far percentages are from what came, on average.",
    )
    seconds = fields.Float("Took (Seconds)", readonly=True, aggregator=False)
    decided_text = fields.Char("Filled In", compute="_compute_decided_text")
    # Field of the case -> wanted percent -> probability, share decided, share right.
    thresholds = fields.Json(readonly=True, groups=GROUP_MANAGER)
    # Pairs of types that are taken for each other, the most often first.
    mixed_up = fields.Json(readonly=True, groups=GROUP_MANAGER)
    mixed_up_text = fields.Text("Hard to Tell Apart", compute="_compute_mixed_up_text")
    content = fields.Binary(attachment=True, readonly=True, groups="base.group_system")
    digest = fields.Char(readonly=True, groups="base.group_system")

    _version_unique = models.UniqueIndex(
        "(company_id, version)", "Two trainings of a company ended at the same time."
    )

    @api.depends("version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for learned in self:
            learned.display_name = self.env._("Model %s", learned.version)

    def _compute_decided_text(self):
        for learned in self:
            learned.decided_text = learned._decided_text()

    def _compute_mixed_up_text(self):
        names = {}
        # sudo: the counts are shown to managers alone, who see all types of the company.
        pairs = {learned: learned.sudo().mixed_up or [] for learned in self}
        ids = {
            each
            for found in pairs.values()
            for one, other, _n, _of in found
            for each in (one, other)
        }
        for case_type in self.env["repair.case.type"].browse(ids).exists():
            names[case_type.id] = case_type.name
        for learned in self:
            learned.mixed_up_text = "\n".join(
                self.env._(
                    "“%(one)s” and “%(other)s”: %(count)s of %(of)s cases are taken for the other. "
                    "Consider merging them, or describe them better.",
                    one=names[one],
                    other=names[other],
                    count=count,
                    of=total,
                )
                for one, other, count, total in pairs[learned]
                if one in names and other in names
            )

    @api.model
    def _latest(self, company):
        """Return the model in use of a company, empty where nothing was learned yet."""
        if missing_package():
            return self.browse()
        learned = self.search([("company_id", "=", company.id)], limit=1)
        # sudo: whether the file is sound; nothing of it is returned.
        if learned and not learned.sudo()._is_sound():
            return self.browse()
        return learned

    def _is_sound(self):
        try:
            kept_model(self)
        except ForeignModel as error:
            _logger.warning("Learned model %s is not used: %s", self.id, error)
            return False
        return True

    def _content(self):
        return base64.b64decode(self.with_context(bin_size=False).content or b"")

    def _threshold(self, field):
        """Return from which probability on a field is filled in, above 1 where never."""
        if not self:
            return 2.0
        wanted = str(self.company_id.repair_suggests_right)
        probability, _share, _right = self.thresholds.get(field, {}).get(wanted, (2.0, 0, 0))
        return probability

    def _decided_text(self, wanted=None):
        """Return in words how many cases get their type by themselves, and how often rightly.

        :param int wanted: of 100, how many have to be right; by default as the company wants it
        """
        if package := missing_package():
            return self._missing_text(package)
        if not self:
            return self.env._(
                "Nothing yet: suggestions are learned from %s closed cases on.", FEWEST_LEARNED_FROM
            )
        # sudo: shown to whoever reads the model.
        wanted = wanted or self.company_id.sudo().repair_suggests_right
        found = (self.sudo().thresholds or {}).get("type_id", {})
        probability, share, right = found.get(str(wanted), (2.0, 0, 0))
        if probability > 1:
            return self.env._(
                "None: no percentage is right in %s of 100 cases for certain.", wanted
            )
        return self.env._(
            "From %(from)s%% on: %(share)s%% of the cases, right in %(right)s of 100.",
            **{
                "from": round(100 * probability),
                "share": round(100 * share),
                "right": round(100 * right),
            },
        )

    @api.model
    def _missing_text(self, package):
        """Return in words what a manager has to have installed."""
        return self.env._(
            "Nothing is suggested: the Python package “%s” is missing on the server. Have it "
            "installed, and restart the server.",
            package,
        )

    def action_learn(self):
        """Learn at once, in the background.

        :raise UserError: when too few cases are closed
        """
        self.check_access("read")
        self.env["repair.learned.model"].check_access("read")
        if package := missing_package():
            raise UserError(self._missing_text(package))
        company = self.env.company
        if Training(company).count() < FEWEST_LEARNED_FROM:
            raise UserError(
                self.env._("Close at least %s cases with a type first.", FEWEST_LEARNED_FROM)
            )
        # sudo: the scheduled action does it.
        self.env.ref("repair_customer_segmentation_learn.ir_cron_learn").sudo()._trigger()
        return True

    @api.model
    def _is_due(self, company, count):
        """Return whether enough was closed since the last training of a company."""
        last = self.search([("company_id", "=", company.id)], limit=1)
        # sudo: whether the file can be used, for one by the cron.
        grown = (
            not last or not last.sudo()._is_sound() or count >= last.case_count * (1 + 1 / GROWTH)
        )
        return count >= FEWEST_LEARNED_FROM and (
            grown or last.date < fields.Datetime.subtract(fields.Datetime.now(), days=7)
        )

    @api.model
    def _cron_learn(self):
        """Learn for each company where enough is new, a company a transaction.

        What is not encoded yet is encoded before, in pieces: whatever ends this, the next one
        goes on from there. A training itself reads, and locks no row of anybody.
        """
        if missing_package() or not self.env["repair.case.vector"]._encode_all():
            return
        cron = self.env["ir.cron"]
        companies = self.env["res.company"].search([("id", "!=", False)])
        due = companies.filtered(lambda c: self._is_due(c, Training(c).count()))
        cron._commit_progress(remaining=len(due))
        for company in due:
            self._learn(company)
            if not cron._commit_progress(1):
                return

    @api.model
    def _learn(self, company):
        """Learn from the closed cases of a company.

        :return: the new ``repair.learned.model``; empty where there is nothing to tell apart, or
            another worker learns from them right now
        """
        [(is_mine,)] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LEARNING, company.id)
        )
        if not is_mine:
            return self.browse()
        training = Training(company)
        if not training.run():
            return self.browse()
        content = dump(training.model)
        last = self.search([("company_id", "=", company.id)], limit=1)
        learned = self.create(
            {
                "company_id": company.id,
                "version": last.version + 1,
                "date": fields.Datetime.now(),
                "content": base64.b64encode(content),
                "digest": digest(content),
                **training.figures(),
            }
        )
        self.env["repair.type.doubt"]._replace(company, training.doubts())
        old = self.search([("company_id", "=", company.id)], offset=VERSIONS_KEPT)
        old.unlink()
        return learned
