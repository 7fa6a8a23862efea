from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..desk import public_holidays
from ..fields import Integer
from ..models.access.day_text import day_text
from ..models.service.brought_days import BroughtDays
from .holiday_words import notices, refusal
from .repair_holiday_category import CATEGORIES
from .repair_holiday_line import OFFERED

# Days that working hours have, or are to have.
BELONGING = {*OFFERED, "there"}
KNOWN_YEARS = (1950, 2099)
LABELLED = dict(CATEGORIES)


class RepairHolidayWizard(models.TransientModel):
    """Public holidays of a country, to look through and bring into working hours.

    What is written is asked of the library anew: the dialog only says which of its days.
    """

    _name = "repair.holiday.wizard"
    _inherit = ["repair.readable.dialog"]
    _description = "Public Holidays"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        required=True,
        check_company=True,
        ondelete="cascade",
        domain="[('company_id', 'in', [False, company_id])]",
        default=lambda self: self.env.company.resource_calendar_id,
    )
    known_country_ids = fields.Many2many("res.country", compute="_compute_known_country_ids")
    country_id = fields.Many2one(
        "res.country",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', known_country_ids)]",
        default=lambda self: self._default_country(),
    )
    known_subdivisions = fields.Json(compute="_compute_known_subdivisions")
    subdivision = fields.Selection(
        "_subdivision_selection",
        compute="_compute_subdivision",
        store=True,
        readonly=False,
        help="State or region with holidays of its own. Leave empty for those of the whole "
        "country.",
    )
    year_from = Integer(
        "From Year",
        required=True,
        bounds=KNOWN_YEARS,
        default=lambda self: fields.Date.context_today(self).year,
    )
    year_to = Integer(
        "To Year",
        required=True,
        bounds=KNOWN_YEARS,
        default=lambda self: fields.Date.context_today(self).year + 1,
    )
    category_ids = fields.One2many(
        "repair.holiday.category",
        "wizard_id",
        string="Kinds of Days",
        compute="_compute_category_ids",
        store=True,
        readonly=False,
    )
    line_ids = fields.One2many(
        "repair.holiday.line",
        "wizard_id",
        string="Days",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    notice = fields.Text(compute="_compute_notice")

    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Public Holidays")

    @api.model
    def default_get(self, fields_list):  # pylint: disable=arguments-renamed
        """Say what to install where nothing is known of holidays."""
        if not public_holidays.is_installed():
            raise UserError(
                self.env._(
                    "Public holidays come from the Python package “holidays”, which is not "
                    "installed. Ask your administrator to run “pip install holidays” on the "
                    "server and to restart Odoo."
                )
            )
        return super().default_get(fields_list)

    @api.model
    def _default_country(self):
        country = self.env.company.country_id
        return country if country.code in public_holidays.countries() else country.browse()

    @api.model
    def _subdivision_selection(self):
        if not public_holidays.is_installed():
            return []
        return [
            (f"{country}-{code}", f"{name} ({code})" if name != code else code)
            for country, known in public_holidays.subdivisions().items()
            for code, name in sorted(known.items(), key=lambda each: each[1])
        ]

    @api.depends("company_id")
    def _compute_known_country_ids(self):
        codes = public_holidays.countries()
        self.known_country_ids = self.env["res.country"].search([("code", "in", codes)])

    @api.depends("country_id")
    def _compute_known_subdivisions(self):
        for wizard in self:
            wizard.known_subdivisions = wizard._subdivisions()

    def _subdivisions(self):
        code = self.country_id.code
        known = public_holidays.subdivisions(code)[code] if code else {}
        return [f"{code}-{each}" for each in known]

    @api.depends("country_id")
    def _compute_subdivision(self):
        for wizard in self:
            own = wizard.company_id.state_id
            choice = f"{own.country_id.code}-{own.code}"
            wizard.subdivision = choice if choice in wizard._subdivisions() else False

    @api.depends("country_id")
    def _compute_category_ids(self):
        for wizard in self:
            code = wizard.country_id.code
            known = public_holidays.categories(code) if code else []
            known = [each for each in known if each in LABELLED]
            wizard.category_ids = [
                Command.clear(),
                *(Command.create({"code": each, "is_chosen": each == known[0]}) for each in known),
            ]

    @api.depends(
        "calendar_id",
        "country_id",
        "subdivision",
        "year_from",
        "year_to",
        "category_ids.is_chosen",
    )
    @api.depends_context("lang")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "date": day.date,
                            "name": wizard._name_of(day),
                            "kind": "worked" if day.makes_up_for else "free",
                            "state": state,
                            "is_chosen": state in OFFERED,
                        }
                    )
                    for day, state in wizard._days_and_states()
                ),
            ]

    @api.depends("calendar_id", "country_id", "year_from", "year_to", "line_ids.is_chosen")
    @api.depends_context("lang")
    def _compute_notice(self):
        for wizard in self:
            wizard.notice = "\n".join(notices(wizard))

    def _years(self):
        return list(range(self.year_from, self.year_to + 1))

    def _days_and_states(self):
        """Return pairs of a day of the library and where it stands; none when refused.

        :raise ValidationError: when the country has no such subdivision
        """
        if refusal(self):
            return []
        country, _sep, subdivision = (self.subdivision or "").partition("-")
        try:
            if subdivision and country != self.country_id.code:
                raise LookupError(subdivision)
            days = public_holidays.days(
                self.country_id.code,
                subdivision,
                self._years(),
                self.category_ids.filtered("is_chosen").mapped("code"),
                self.env.lang or "en_US",
            )
        except LookupError:
            raise ValidationError(
                self.env._(
                    "“Subdivision”: %(country)s has no “%(subdivision)s”. Choose one of the "
                    "list, or leave it empty.",
                    country=self.country_id.name,
                    subdivision=subdivision,
                )
            ) from None
        brought = self._brought()
        return [(day, brought.state(day)) for day in days]

    def _others_without(self):
        """Return the other working hours in use to which nobody has brought the days.

        New working hours begin without any; a copy has those of what it was copied from.
        """
        days = [day for day, state in self._days_and_states() if state in BELONGING]
        others = self._calendars_in_use() - self.calendar_id
        return others.filtered(
            lambda calendar: any(self._brought(calendar).state(day) == "new" for day in days)
        )

    def _calendars_in_use(self):
        """Return the company's working hours: its own, those of service levels and of people."""
        calendar = self.env["resource.calendar"]
        # sudo: only whether anybody works by them; no person is returned.
        people = self.env["resource.resource"].sudo()
        levels = self.env["repair.service.level"].sudo()
        of_people = people._read_group([("company_id", "=", self.company_id.id)], ["calendar_id"])
        of_levels = levels._read_group([("calendar_id", "!=", False)], ["calendar_id"])
        used = {found.id for (found,) in of_people + of_levels}
        return calendar.search(
            [("company_id", "=", self.company_id.id), ("id", "in", list(used))]
        ) | self.company_id.resource_calendar_id.with_env(self.env)

    def _brought(self, calendar=None):
        # sudo: managers bring public holidays into working hours of their company, and read which
        # are there; all else in the working hours stays with administrators.
        return BroughtDays((calendar or self.calendar_id).sudo(), self.company_id)

    def _name_of(self, day):
        if day.makes_up_for:
            off = day_text(self.env, day.makes_up_for)
            return self.env._("Make-up day for %s", off)
        return day.name or self.env._("Weekend beside a public holiday")

    def action_add(self):
        """Write the chosen days as holidays and extra days of the working hours.

        :raise AccessError: for anybody but managers, and in a company that is not theirs
        :raise UserError: when nothing can be added
        """
        self.ensure_one()
        self.check_access("write")
        self.company_id.check_access("read")
        if reason := refusal(self):
            raise UserError(reason)
        chosen = set(self.line_ids.filtered("is_chosen").mapped("date"))
        days = [
            (day, self._name_of(day))
            for day, state in self._days_and_states()
            if day.date in chosen and state != "there"
        ]
        if not days:
            raise UserError(self.env._("There is no day to add: select one in the list."))
        self._brought().add(days)
        worked = sum(bool(day.makes_up_for) for day, _name in days)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Added to “%(calendar)s”: %(free)s days off, %(worked)s extra working days.",
                    calendar=self.calendar_id.name,
                    free=len(days) - worked,
                    worked=worked,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
