import logging

from odoo import api, fields, models

from ...foresight import customers, devices, store
from ...foresight.learned import Learned, learn
from ...segmentation import work
from ...segmentation.planner import set_planner
from ...vocabulary import CRON_FORECAST, GROUP_AMOUNT
from ..policy.rules import run_of
from .check_words import check_sentence

_logger = logging.getLogger(__name__)

CHECK_ACTION = "repair_customer_segmentation.repair_forecast_check_action"
FORECAST_PIECE = 250_000
# So long after one forecast the next is due: a night, whatever the hour of the first.
DUE_HOURS = 20


class RepairForecastCheck(models.Model):
    """The forecast of a company's customers: how far it is, and how good it would have been.

    One a company, renewed every night before customers are classified. A forecast first freezes
    what it looks at, checks itself against the last twelve months, and learns; then it foretells
    the customers in pieces that are committed. One that was interrupted goes on where it stopped.
    """

    _name = "repair.forecast.check"
    _description = "Forecast Check"
    _log_access = False
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade", index=True
    )
    state = fields.Selection(
        [("queued", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="running",
    )
    as_of = fields.Datetime(
        "As of", readonly=True, help="Only repairs before this time were counted."
    )
    message = fields.Text(readonly=True)
    verdict = fields.Selection(
        [
            ("passed", "Used"),
            ("worse", "Not used: last year is better"),
            ("too_little", "Not used: too few customers"),
            ("too_short", "Not used: history too short"),
        ],
        "Statistical Model",
        readonly=True,
        help="The model is used if it would have predicted the last 12 months better than "
        "“as many repairs as the year before”.",
    )
    months = fields.Integer(
        "Months before", readonly=True, help="Months of history before the last 12 months."
    )
    customer_count = fields.Integer("Customers", readonly=True)
    foretold = fields.Float("Predicted Repairs", digits=(16, 1), readonly=True)
    last_year = fields.Integer("Repairs of the Year before", readonly=True)
    came = fields.Integer("Actual Repairs", readonly=True)
    error = fields.Float(
        "Average Error",
        digits=(16, 2),
        readonly=True,
        help="How many repairs a customer's prediction was off by, on average.",
    )
    last_year_error = fields.Float("Average Error of “As Last Year”", digits=(16, 2), readonly=True)
    model_error = fields.Float(digits=(16, 2), readonly=True)
    model_last_year_error = fields.Float(digits=(16, 2), readonly=True)
    deciles = fields.Json(readonly=True)
    # What customers pay on average is in it.
    learned = fields.Json(readonly=True, groups=GROUP_AMOUNT)
    last_partner_id = fields.Integer(readonly=True)
    sentence = fields.Text("Summary", compute="_compute_sentence")

    _one_a_company = models.Constraint(
        "UNIQUE (company_id)", "A company has one forecast at a time."
    )

    @api.depends("state", "verdict", "customer_count", "error", "last_year_error", "months")
    @api.depends_context("lang")
    def _compute_sentence(self):
        for check in self:
            check.sentence = check_sentence(check)

    @api.model
    def action_open(self):
        """Open the only forecast that there is to see, or the list of those of all companies.

        :raise AccessError: for anybody but managers
        """
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(CHECK_ACTION)
        checks = self.search([("company_id", "in", self.env.companies.ids)], limit=2)
        if len(checks) == 1:
            action |= {"views": [(False, "form")], "res_id": checks.id}
        return action

    def action_forecast_now(self):
        """Have the forecast made anew in the background.

        :raise AccessError: for anybody but managers
        """
        self.env["repair.segmentation.policy"].check_access("write")
        self.check_access("read")
        # sudo: forecasts and the scheduled action are the engine's; managers may wake it.
        self.sudo().write({"state": "queued"})
        self.env.ref(CRON_FORECAST).sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The forecast is being calculated in the background."),
            },
        }

    @api.model
    def _cron_forecast(self):
        """Foretell the customers of every company that has rules, in pieces that are committed."""
        policies = self.env["repair.segmentation.policy"].search(
            [("state", "=", "active"), ("company_id.active", "=", True)]
        )
        due = [policy for policy in policies if self._of(policy.company_id)._is_due()]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for policy in due:
            if not self._begun(policy)._process(policy):
                return
            if not cron._commit_progress(1):
                return

    @api.model
    def _of(self, company):
        return self.search([("company_id", "=", company.id)])

    @api.model
    def _begun(self, policy):
        """Return the forecast of a policy's company, a new one where it has none."""
        company = policy.company_id
        return self._of(company) or self.create({"company_id": company.id})

    @api.model
    def _forecast_at_once(self, policy):
        """Make the forecast of a company of few customers in this transaction; return it."""
        check = self._begun(policy)
        check._start(policy)
        while check.state == "running":
            check._advance(policy, FORECAST_PIECE)
        return check

    def _is_due(self):
        """Return whether a company has no forecast of tonight, or one that was interrupted."""
        if not self or not self.as_of or self.state in ("queued", "running"):
            return True
        since = fields.Datetime.subtract(fields.Datetime.now(), hours=DUE_HOURS)
        return self.as_of < since

    def _process(self, policy):
        """Make this forecast, from where it stopped.

        :return: False when the scheduled action's time is used up
        """
        self.ensure_one()
        try:
            if not self._is_resumable():
                self._start(policy)
                self.env["ir.cron"]._commit_progress()
            left = 1.0
            while self.state == "running" and left:
                self._advance(policy, FORECAST_PIECE)
                left = self.env["ir.cron"]._commit_progress()
            return self.state != "running"
        except ArithmeticError as error:
            self.env.cr.rollback()
            _logger.warning("Forecast of %s failed: %s", policy.company_id.name, error)
            now = fields.Datetime.now()
            self.write({"state": "failed", "as_of": now, "message": str(error)})
            self.env["ir.cron"]._commit_progress()
            return True

    def _is_resumable(self):
        """Return whether this forecast was begun, and what it looks at is still there."""
        return (
            self.state == "running"
            and bool(self.as_of and self.learned)
            and customers.count(self.env.cr, self.company_id.id) == self.customer_count
            and devices.count(self.env.cr, self.company_id.id) is not None
        )

    def _start(self, policy):
        """Freeze what is looked at, check, and learn."""
        self.env.flush_all()
        cr = self.env.cr
        # Compiling these statements takes longer than carrying them out.
        set_planner(cr, jit="off")
        as_of = policy._this_moment()
        moment = customers.Moment.of(run_of(policy, as_of))
        count = customers.freeze(cr, moment, policy._history_sources(as_of))
        devices.freeze(cr, moment, policy._device_sources(as_of))
        learned, found = learn(cr, moment)
        overall, model = found.overall, found.by_model
        self.write(
            {
                "state": "running",
                "as_of": as_of,
                "message": False,
                "verdict": found.state,
                "months": found.months,
                "customer_count": count,
                "foretold": overall.foretold if overall else 0,
                "last_year": overall.last_year if overall else 0,
                "came": overall.came if overall else 0,
                "error": overall.error if overall else 0,
                "last_year_error": overall.last_year_error if overall else 0,
                "model_error": model.error if model else 0,
                "model_last_year_error": model.last_year_error if model else 0,
                "deciles": _chart(found.deciles),
                "learned": learned.dump(),
                "last_partner_id": 0,
            }
        )

    def _advance(self, policy, size):
        """Foretell the next ``size`` customers."""
        self.env.flush_all()
        cr, company = self.env.cr, self.company_id
        set_planner(cr, jit="off")
        low = self.last_partner_id
        high = work.piece(cr, customers.work_table(company.id), low, size)
        moment = customers.Moment.of(run_of(policy, self.as_of))
        learned = Learned.load(self.learned)
        digits = company.currency_id.decimal_places
        store.store_forecasts(cr, moment, learned, digits, (low, high))
        self.last_partner_id = high or low
        if not high:
            customers.drop(cr, company.id)
            devices.drop(cr, company.id)
            self.state = "done"
            # Customers are classified next, by these rows: how many there are must be known.
            cr.execute("ANALYZE repair_customer_forecast")
        self.env["repair.customer.forecast"].invalidate_model()


def _chart(deciles):
    """Return the tenths as a chart has them; ``False`` where there are none."""
    if not deciles:
        return False
    return {
        "labels": [int(decile) for decile, _row in deciles],
        "customers": [row.customers for _decile, row in deciles],
        "foretold": [round(row.foretold, 1) for _decile, row in deciles],
        "came": [row.came for _decile, row in deciles],
        "last_year": [row.last_year for _decile, row in deciles],
    }
