from datetime import timedelta
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date
from odoo.tools.osutil import clean_filename

from ...segmentation import days
from ...vocabulary import ADDON, PROFILE
from ..access.day_text import month_text
from .making import made

NOW = "now"
# So many month ends are offered, where something is on record of them.
OFFERED_MONTH_ENDS = 36
# Of more customers a workbook is made in the background: nobody's browser waits for it.
MADE_AT_ONCE = 5_000
KEPT_DAYS = 30
CRON_WORKBOOKS = f"{ADDON}.ir_cron_workbooks"
FORM = f"{ADDON}.repair_workbook_view_form"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RepairWorkbook(models.Model):
    """One workbook of one person: what was asked for, how far it is, and the file.

    Nobody but that person reads it, or its file. How it is made in the background, and survives a
    kill, is in ``background.py``; what is in it, in ``making.py`` and the sheets beside it.
    """

    _name = "repair.workbook"
    _description = "Customer Workbook"
    _inherit = ["repair.workbook.question", "repair.engine.owned", "repair.readable.links"]
    _order = "id desc"
    _rec_names_search = ["company_id"]

    name = fields.Char(compute="_compute_name")
    # That of the choices of “as of”.
    company_id = fields.Many2one(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Made for",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="cascade",
    )
    as_of = fields.Selection(
        "_as_of_choices",
        "As of",
        required=True,
        default=NOW,
        help="Of a past month, tiers are those on record, and figures follow from the repairs "
        "until then. Scores, reasons, open cases and devices are known of today alone.",
    )
    lang = fields.Selection(
        "_languages", "Language", required=True, default=lambda self: self.env.lang or "en_US"
    )
    customer_count = fields.Integer("Customers", compute="_compute_customer_count")
    is_large = fields.Boolean(compute="_compute_customer_count")
    attachment_id = fields.Many2one("ir.attachment", "File", readonly=True, copy=False)

    @api.depends("as_of", "company_id", "create_date")
    @api.depends_context("lang")
    def _compute_name(self):
        for workbook in self:
            day = workbook._day() or workbook.company_id._repair_day(
                workbook.create_date or fields.Datetime.now()
            )
            workbook.name = self.env._(
                "Customer Workbook %(company)s %(day)s",
                company=workbook.company_id.name or "",
                day=format_date(self.env, day, date_format="yyyy-MM-dd"),
            )

    @api.depends("domain", "company_id")
    def _compute_customer_count(self):
        for workbook in self:
            profiles = self.env[PROFILE].with_context(allowed_company_ids=workbook.company_id.ids)
            workbook.customer_count = profiles.search_count(
                [("company_id", "=", workbook.company_id.id), *workbook._customers_domain()]
            )
            workbook.is_large = workbook.customer_count > MADE_AT_ONCE

    @api.model
    def _languages(self):
        return self.env["res.lang"].get_installed()

    @api.model
    def _as_of_choices(self):
        """Return today, and the month ends of which the company's tiers are on record."""
        choices = [(NOW, self.env._("Today"))]
        company = self.env.company
        # sudo: only since when something is on record.
        changes = self.env["repair.segmentation.transition"].sudo()
        profiles = self.env[PROFILE].sudo()
        here = [("company_id", "=", company.id)]
        [[changed]] = changes._read_group(here, [], ["date:min"])
        [[known]] = profiles._read_group(here, [], ["known_since:min"])
        moments = [moment for moment in (changed, known) if moment]
        if not moments:
            return choices
        since = company._repair_day(min(moments))
        first = company._repair_day().replace(day=1)
        for back in range(OFFERED_MONTH_ENDS):
            # What was rebuilt for a month's end is dated at the first moment after it.
            day = days.window_day(first, back) - timedelta(days=1)
            if day + timedelta(days=1) < since:
                break
            choices.append((fields.Date.to_string(day), month_text(self.env, day)))
        return choices

    @api.constrains("as_of", "lang")
    def _check_offered(self):
        for workbook in self:
            offered = workbook.with_company(workbook.company_id)
            for name, choices in (
                ("as_of", offered._as_of_choices()),
                ("lang", offered._languages()),
            ):
                if workbook[name] not in dict(choices):
                    raise ValidationError(
                        self.env._(
                            "“%(field)s”: “%(value)s” is not offered. Choose one of the list.",
                            field=self._fields[name]._description_string(self.env),
                            value=workbook[name],
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_given_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_given_links([vals])
        return super().write(vals)

    def action_make(self):
        """Make the workbook: at once where customers are few, else in the background.

        :return: dict: the action that downloads it, or shows how far it is
        :raise UserError: when it is being made already, or the user may not have it
        """
        self.check_access("write")
        self.ensure_one()
        if self.state == "running":
            raise UserError(self.env._("This workbook is being made already."))
        if self.is_large:
            return self._begin()
        self._make()
        return self.action_download()

    def action_download(self):
        """Return the action that downloads the file.

        :raise UserError: when there is none
        """
        self.check_access("read")
        self.ensure_one()
        if not self.attachment_id:
            raise UserError(self.env._("This workbook is not made yet. Click “Make Workbook”."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "new",
            "close": True,
        }

    @api.model
    def _open(self, records):
        """Return the action that asks what a workbook is made of.

        :param records: customers that were chosen in a list, or nothing
        :raise AccessError: for anybody but managers
        """
        self.check_access("create")
        context = {}
        if records:
            context["default_domain"] = str(self._chosen(records))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Workbook"),
            "res_model": self._name,
            "views": [(self.env.ref(FORM).id, "form")],
            "target": "new",
            "context": context,
        }

    @api.model
    def _chosen(self, records):
        """Return the domain of chosen customers: that of the list where all of it was chosen."""
        listed = self.env.context.get("active_domain")
        if listed is not None and self.env[PROFILE].search_count(listed) == len(records):
            return listed
        return [("id", "in", records.ids)]

    def _day(self):
        """Return the last day of the past month that is asked for, nothing for now."""
        return False if self.as_of in (NOW, False) else fields.Date.to_date(self.as_of)

    def _reader_env(self):
        """Return the environment of whom it is made for: their rights, zone and language."""
        # sudo: the scheduled action has all rights, and gives up what this person has not.
        person = self.sudo().user_id
        return self.with_user(person).with_context(
            lang=self.lang, tz=person.tz, allowed_company_ids=self.company_id.ids
        ).env  # fmt: skip

    def _contents(self, told=None):
        """Return the file, as bytes, as its reader may see it; see :func:`.making.made`."""
        env = self._reader_env()
        workbook = self.with_env(env)
        order = workbook._order_for(env.user, self._day())
        with made(env, order, told) as path:
            return Path(path).read_bytes()

    def _make(self):
        """Make the file, and keep it, in this transaction."""
        self._keep(self._contents())

    def _keep(self, content):
        """Keep the file as an attachment of this record: whoever may read it may read that."""
        # sudo: state and file are recorded; they are of the person who asked, and stay theirs.
        workbook = self.sudo()
        before = workbook.attachment_id
        name = clean_filename(f"{self.with_context(lang=self.lang).name}.xlsx")
        attachment = workbook.env["ir.attachment"].create(
            {
                "name": name,
                "raw": content,
                "mimetype": XLSX,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        workbook.write(
            {
                "attachment_id": attachment.id,
                "state": "done",
                "progress": 100,
                "message": False,
                "date_done": fields.Datetime.now(),
            }
        )
        before.unlink()

    @api.autovacuum
    def _gc_workbooks(self):
        """Delete workbooks after a month: they are pictures of a day, and can be made again."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("create_date", "<", old)], limit=1_000).unlink()
