"""Real and generated customers, and what is foretold of them."""

import csv
import os
from datetime import date, datetime, time
from pathlib import Path

import psutil

from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.foresight import bgnbd, customers, devices
from odoo.addons.repair_customer_segmentation.foresight.check import held_against
from odoo.addons.repair_customer_segmentation.foresight.groups import groups_of
from odoo.addons.repair_customer_segmentation.segmentation.rules import Run

from .data import FIRST_PARTNER, Data, clock

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("RCS_REFERENCE_DATA") or CHECKOUT.parent / "shared" / "data")
# Learned from the days up to the first, held against those up to the second.
NO_DEVICES = SQL("SELECT 0 AS partner_id, 0 AS device_id, now()::timestamp AS occurred_at LIMIT 0")
LEARNED_UNTIL, HELD_UNTIL = date(1997, 9, 30), date(1998, 6, 30)


class Cdnow:
    """2,357 customers of a shop for music, and their purchases from 1997-01 to 1998-06."""

    def __init__(self, env, say):
        self.env = env
        self.say = say
        self.file = FOLDER / "cdnow" / "cdnow_sample.csv"

    def figures(self):
        """Return what is learned from them and how good it is; nothing without the file."""
        if not self.file.is_file():
            self.say(f"{self.file} is not here: nothing is said of how good expectations are")
            return {}
        cr, company = self.env.cr, self.env.company
        self._load()
        sources = company.repair_policy_id._history_sources(datetime.combine(HELD_UNTIL, time.max))
        learned = customers.Moment(company.id, LEARNED_UNTIL, "UTC", date(1997, 1, 1))
        customers.freeze(cr, learned, [self._until(sources, LEARNED_UNTIL)])
        parameters = bgnbd.fit(groups_of(cr, customers.figures(learned))).parameters
        # What came after the last day that was learned from.
        held = customers.Moment(company.id, HELD_UNTIL, "UTC", date(1997, 10, 1))
        customers.freeze(cr, held, sources)
        devices.freeze(cr, held, [NO_DEVICES])
        days = (HELD_UNTIL - LEARNED_UNTIL).days
        past = customers.figures(held, past=True), devices.device_figures(held, past=True)
        found = held_against(cr, *past, parameters, days)
        cr.rollback()
        compared = found.overall if found.state == "passed" else found.by_model
        return {
            **vars(parameters),
            "error": compared.error,
            "last_year_error": compared.last_year_error,
            "foretold": compared.foretold,
            "last_year": compared.last_year,
            "came": compared.came,
        }

    def _load(self):
        """Make a case of each purchase, which is rolled back."""
        company = self.env.company
        stage = self.env.ref("repair_customer_segmentation.repair_case_stage_closed")
        with self.file.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        names = sorted({row["customer_id"] for row in rows})
        partners = self.env["res.partner"].create([{"name": f"C{name}"} for name in names])
        ids = dict(zip(names, partners.ids, strict=True))
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO repair_case
                   (name, partner_id, commercial_partner_id, company_id, currency_id, stage_id,
                    state, impact, urgency, priority, date_open, amount, amount_company)
            SELECT 'Purchase', id, id, %s, %s, %s, 'closed', '2', '2', '1', day, amount, amount
              FROM unnest(%s, %s::timestamp[], %s::numeric[]) AS row (id, day, amount)
            """,
            [
                company.id,
                company.currency_id.id,
                stage.id,
                [ids[row["customer_id"]] for row in rows],
                [f"{row['date']} 12:00:00" for row in rows],
                [row["amount"] for row in rows],
            ],
        )

    def _until(self, sources, day):
        union = customers.union_all(sources)
        return SQL(
            "SELECT * FROM (%s) AS history WHERE occurred_at < %s",
            union,
            datetime.combine(day, time.max),
        )


class Foresight(Data):
    """The cases of :class:`Data`, those of every fifth customer of a device, foretold."""

    def fill(self, customers):
        """Replace all cases and their customers, and give devices to a fifth of them."""
        super().fill(customers)
        self.say("giving devices to every fifth customer ...")
        self.cr.execute(
            """
            INSERT INTO repair_device (name, partner_id, commercial_partner_id, company_id, active)
            SELECT 'Device', id, id, %s, TRUE FROM res_partner WHERE id >= %s AND id %% 5 = 0
            """,
            [self.company.id, FIRST_PARTNER],
        )
        self.cr.execute(
            "UPDATE repair_case AS repair SET device_id = device.id FROM repair_device AS device"
            " WHERE device.partner_id = repair.partner_id AND device.partner_id >= %s",
            [FIRST_PARTNER],
        )
        self.cr.commit()
        self.vacuum("repair_case", "repair_device")

    def figures(self):
        """Return how long what is made of them takes, and how much memory."""
        memory = psutil.Process().memory_info().rss
        as_of = self.policy._this_moment()
        moment = customers.Moment.of(Run(self.company.id, as_of, as_of.date()))
        sources = self.policy._history_sources(as_of)
        found = {"classify_s": self.first_run()}
        found["freeze_1m_s"] = clock(lambda: customers.freeze(self.cr, moment, sources) and None)
        found["devices_1m_s"] = clock(
            lambda: devices.freeze(self.cr, moment, self.policy._device_sources(as_of))
        )
        groups = []

        def fit():
            groups.extend(groups_of(self.cr, customers.figures(moment)))
            bgnbd.fit(groups)

        found["fit_1m_s"] = clock(fit)
        found["fit_1m_groups"] = len(groups)
        self.cr.commit()
        found["night_1m_s"], found["second_1m_s"] = clock(self.forecast), clock(self.forecast)
        found["classify_foretold_s"] = self.first_run()
        found["peak_mb"] = (psutil.Process().memory_info().rss - memory) / 2**20
        return found

    def forecast(self):
        """Make the forecast of a night: learned, checked, and stored piece by piece."""
        self.env["repair.forecast.check"]._forecast_at_once(self.policy)
        self.cr.commit()
