from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...vocabulary import OPEN_STATES
from ..access.day_text import day_text

MOST_OF_CONDITION = 1000  # characters: with more, the receipt would need a second page


class RepairCase(models.Model):
    """What a case is about: the device, its warranty, and whether we repaired it just now."""

    _inherit = "repair.case"

    device_id = fields.Many2one(
        "repair.device",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        ondelete="restrict",
        domain="[('commercial_partner_id', '=?', commercial_partner_id),"
        " ('company_id', 'in', (False, company_id))]",
    )
    condition = fields.Text(
        "Condition and Accessories",
        copy=False,
        help="What was left with you, and how it looks: scratches, charger, bag. It is printed "
        "on the receipt; the description is not.",
    )
    warranty_state = fields.Selection(
        [("running", "Under Warranty"), ("ended", "Warranty Ended")],
        compute="_compute_warranty",
        help="On the day the case was opened.",
    )
    warranty_hint = fields.Char("Warranty", compute="_compute_warranty")
    rework_hint = fields.Char("Back Again", compute="_compute_rework_hint")

    @api.onchange("partner_id")
    def _onchange_partner_device(self):
        """Empty the device when it belongs to another customer than the one chosen."""
        owner = self.device_id.commercial_partner_id
        if self.partner_id and owner and owner != self.partner_id.commercial_partner_id:
            self.update({"device_id": False})

    @api.onchange("device_id")
    def _onchange_device_partner(self):
        """Fill in the customer of a device that was chosen before a customer was."""
        if self.device_id and not self.partner_id:
            self.update({"partner_id": self.device_id.partner_id})

    @api.constrains("device_id", "partner_id")
    def _check_device(self):
        # sudo: whose device it is holds whether or not the user may read the customer.
        for case in self.sudo().filtered("device_id"):
            device = case.device_id
            if device.commercial_partner_id != case.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s”: the device “%(device)s” belongs to %(owner)s, not to "
                        "%(customer)s. Choose another device, or change the customer of this one.",
                        case=case.name,
                        device=device.display_name,
                        owner=device.commercial_partner_id.display_name,
                        customer=case.commercial_partner_id.display_name,
                    )
                )

    @api.constrains("condition")
    def _check_condition(self):
        for case in self:
            count = len(case.condition or "")
            if count > MOST_OF_CONDITION:
                raise ValidationError(
                    self.env._(
                        "“Condition and Accessories” has %(count)s characters. Shorten it to "
                        "%(most)s: the receipt is one page.",
                        count=count,
                        most=MOST_OF_CONDITION,
                    )
                )

    @api.depends("device_id.warranty_date", "date_open")
    @api.depends_context("lang", "tz")
    def _compute_warranty(self):
        """Say whether the warranty ran on the day on which the case was opened."""
        for case in self:
            end = case.device_id.warranty_date
            if not end:
                case.warranty_state = case.warranty_hint = False
                continue
            opened = case.date_open or fields.Datetime.now()
            day = case.company_id._repair_day(opened)
            case.warranty_state, case.warranty_hint = warranty_words(self.env, end, day)

    @api.depends("device_id", "date_open", "is_rework", "state", "company_id")
    @api.depends_context("lang", "tz")
    def _compute_rework_hint(self):
        """Say that a device is back soon after a repair; people decide whether it is rework."""
        open_cases = self.filtered(
            lambda case: (
                case.device_id
                and not case.is_rework
                and case.state in OPEN_STATES
                and case.company_id.repair_rework_days
            )
        )
        (self - open_cases).rework_hint = False
        earlier = open_cases._earlier_closings()
        for case in open_cases:
            opened = case.date_open or fields.Datetime.now()
            since = opened - timedelta(days=case.company_id.repair_rework_days)
            closed = max(
                (
                    date
                    for case_id, date in earlier.get((case.device_id.id, case.company_id.id), ())
                    if case_id != case._origin.id and since <= date <= opened
                ),
                default=None,
            )
            case.rework_hint = closed and rework_words(
                self.env, *map(case.company_id._repair_day, (closed, opened))
            )

    def _earlier_closings(self):
        """Return (device id, company id) -> list of (case id, given back on), in one query.

        What other addons count as a repair of the device has None for the id of a case.
        A rework is left out: the first, paid repair is what the days are counted from.
        """
        if not self:
            return {}
        # sudo: that we repaired it counts, whichever team did; only the day is shown.
        cases = self.sudo().with_context(active_test=False)
        longest = max(self.company_id.mapped("repair_rework_days"))
        opened = min(case.date_open or fields.Datetime.now() for case in self)
        found = cases.search_fetch(
            [
                ("device_id", "in", self.device_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "closed"),
                ("is_rework", "=", False),
                ("date_closed", ">=", opened - timedelta(days=longest)),
            ],
            ["device_id", "company_id", "date_closed"],
            order="id",
        )
        closings = {}
        for case in found:
            key = (case.device_id.id, case.company_id.id)
            closings.setdefault(key, []).append((case.id, case.date_closed))
        return closings

    def action_mark_rework(self):
        """Have the cases count as repairs of our own repairs: they make nobody frequent."""
        self.check_access("write")
        return self.write({"is_rework": True})


def rework_words(env, closed, opened):
    """Return the question whether a device that is back is our rework.

    :param closed: day on which it was given back
    :param opened: day on which it came again
    """
    days = (opened - closed).days
    soon = {0: env._("the same day"), 1: env._("the day before")}
    return env._(
        "This device was returned on %(date)s, %(when)s. Is this rework of our repair?",
        date=day_text(env, closed),
        when=soon.get(days) or env._("%s days earlier", days),
    )


def warranty_words(env, end, day):
    """Return whether a warranty runs on a day, ``running`` or ``ended``, and that in words.

    :param end: the last day of the warranty
    :param day: the day that is asked for
    """
    date = day_text(env, end)
    if day <= end:
        return "running", env._("Under warranty until %s", date)
    return "ended", env._("Warranty ended on %s", date)
