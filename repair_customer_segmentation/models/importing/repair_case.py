from datetime import UTC, datetime, time

from odoo import api, fields, models
from odoo.tools import SQL

from ...history_file.day_cells import DATED
from ...segmentation.days import day_start
from ...vocabulary import ADDON


class RepairCase(models.Model):
    """A date without a time is a day of the company, whoever imports it, and wherever."""

    _inherit = "repair.case"

    @api.model
    def load(self, fields, data):  # pylint: disable=redefined-outer-name
        self.check_access("create")
        data = self._with_days_of_companies(fields, data)
        # Rows of one file may be alike; what was there before is not brought again.
        [(newest,)] = self.env.execute_query(SQL("SELECT COALESCE(max(id), 0) FROM repair_case"))
        return super(RepairCase, self.with_context(repair_import_newest=newest)).load(fields, data)

    @api.model
    def _with_days_of_companies(self, names, rows):
        """Return the rows of an import whose dates without a time begin where their company is.

        Odoo reads them as midnight where the user is: elsewhere that is another day.
        """
        columns = [names.index(name) for name in DATED if name in names]
        if not columns:
            return rows
        company_at = {
            index: name
            for index, name in enumerate(names)
            if name and name.split("/")[0] == "company_id"
        }
        zones = {}
        result = []
        for row in rows:
            row = list(row)
            for column in columns:
                day = self._day_alone(row[column])
                if day:
                    key = next(((name, row[i]) for i, name in company_at.items() if row[i]), None)
                    if key not in zones:
                        zones[key] = self._imported_company(key)._repair_tz()
                    row[column] = self._as_typed(day_start(day, zones[key]))
            result.append(row)
        return result

    @api.model
    def _day_alone(self, value):
        """Return the date of a cell that says no time, or midnight; ``None`` of another cell."""
        try:
            moment = fields.Datetime.to_datetime(value)
        except (TypeError, ValueError):
            # Odoo says what is wrong with it.
            return None
        return moment.date() if moment and moment.time() == time.min else None

    @api.model
    def _as_typed(self, moment):
        """Return a moment (UTC) as the import expects it: on the clock of the user."""
        zone = self.env.tz
        return fields.Datetime.to_string(
            datetime.replace(moment, tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        )

    @api.model
    def _imported_company(self, key):
        """Return the company that a cell names, the current one where it names none.

        :param key: pair of the column and the cell, or ``None``
        """
        companies = self.env["res.company"]
        if not key:
            return self.env.company
        name, cell = key
        if name.endswith("/.id"):
            found = companies.browse(int(cell)).exists() if str(cell).isdigit() else companies
        elif name.endswith("/id"):
            xml_id = cell if "." in cell else f"__import__.{cell}"
            found = self.env.ref(xml_id, raise_if_not_found=False) or companies
        else:
            found = companies.search([("name", "=", cell)], limit=1)
        # Whatever is wrong with the company, Odoo says it.
        return found if found._name == companies._name and found else self.env.company

    @api.model
    def get_import_templates(self):
        self.check_access("create")
        return [
            {
                "label": self.env._("Import template for repair cases"),
                "template": f"/{ADDON}/import_template/repair_case.xlsx",
            }
        ]
