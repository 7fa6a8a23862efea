from datetime import timedelta

from ..bases.forecasts import LAST, ForecastCase

# Days before the end of June: serviced every year, one late in spring and the other in May.
SPRING = [50 + 365 * year for year in range(5)]
MAY = [20 + 365 * year for year in range(6)]


class TestDevices(ForecastCase):
    """Devices that come at intervals of their own, though their customer does not."""

    def serviced(self, name, devices, others=()):
        """Load a customer's visits by device, and with none; return customer and devices."""
        days = sorted({day for each in devices.values() for day in each} | set(others))
        partner = self.visits([(name, days, 100)])[name]
        made = {}
        for device, visits in devices.items():
            made[device] = self.env["repair.device"].create(
                {"name": device, "partner_id": partner.id, "company_id": self.company.id}
            )
            for ago in visits:
                self.assign(partner, made[device], ago)
        self.env.flush_all()
        self.env.invalidate_all()
        return partner, made

    def assign(self, partner, device, ago):
        """Make a visit one of a device; a further one on that day a case of its own."""
        self.env.flush_all()
        day = LAST - timedelta(days=ago)
        self.env.cr.execute(
            "UPDATE repair_case SET device_id = %s WHERE id = (SELECT id FROM repair_case"
            " WHERE partner_id = %s AND date_open = %s AND device_id IS NULL LIMIT 1)",
            [device.id, partner.id, day],
        )
        if not self.env.cr.rowcount:
            self.load_more(partner, day, device)

    def load_more(self, partner, day, device):
        self.env.cr.execute(
            "INSERT INTO repair_case (name, partner_id, commercial_partner_id, company_id,"
            " currency_id, stage_id, state, impact, urgency, priority, date_open, amount,"
            " amount_company, device_id)"
            " SELECT name, partner_id, commercial_partner_id, company_id, currency_id, stage_id,"
            " state, impact, urgency, priority, date_open, amount, amount_company, %s"
            " FROM repair_case WHERE partner_id = %s AND date_open = %s LIMIT 1",
            [device.id, partner.id, day],
        )

    def test_two_devices(self):
        """Boiler and pump, each once a year, thirty days apart: two repairs a year."""
        ann, devices = self.serviced("Ann", {"Boiler": SPRING, "Pump": MAY})
        self.night()
        row = self.forecast(ann)
        self.assertEqual((row.method, row.device_count), ("devices", 2))
        self.assertAlmostEqual(row.expected_repairs, 2, delta=0.1)
        self.assertEqual((row.device_id, row.interval_days), (devices["Boiler"], 365))
        self.assertEqual(str(row.next_date), "2026-05-11")
        self.assertFalse(row.is_quiet)
        user = self.user("forecast_user", "user_all")
        self.assertIn(
            "2.0 repairs, as devices of theirs come at regular intervals (2). Next one: Boiler, "
            "which comes every 365 days, on May 11, 2026.",
            ann.with_user(user).repair_forecast,
        )

    def test_serviced_together(self):
        """Three boilers on one day and a pump in May are two visits a year, not four."""
        boilers = {f"Boiler {place}": SPRING for place in range(3)}
        ann, _devices = self.serviced("Ann", {**boilers, "Pump": MAY})
        self.night()
        row = self.forecast(ann)
        self.assertEqual((row.method, row.device_count), ("devices", 4))
        self.assertAlmostEqual(row.expected_repairs, 2, delta=0.1)

    def test_customer_first(self):
        """Where all visits have a rhythm, it speaks, and devices are not added to it."""
        ann, _devices = self.serviced("Ann", {"Boiler": SPRING, "Other": SPRING})
        self.night()
        row = self.forecast(ann)
        self.assertEqual((row.method, row.device_count, row.device_id.id), ("rhythm", 0, False))
        self.assertAlmostEqual(row.expected_repairs, 1, delta=0.05)

    def test_visits_with_no_device(self):
        """What comes besides is added, as last year says of it: 3 of 8 visits, 3 last year."""
        ann, _devices = self.serviced("Ann", {"Boiler": SPRING}, others=(3, 9, 11))
        self.night()
        row = self.forecast(ann)
        self.assertEqual((row.method, row.year_count, row.visit_count), ("devices", 4, 8))
        # One of the boiler, and 3/8 of the four visits of last year.
        self.assertAlmostEqual(row.expected_repairs, 1 + 3 / 8 * 4, delta=0.05)

    def test_limits(self):
        """Four visits, irregular ones, out of step, rework and the device of another: no rhythm."""
        irregular = [5, 25, 300, 330, 900]
        for name, visits, others in (
            ("Four", SPRING[:4], (3, 9)),
            ("Irregular", irregular, ()),
            ("Out of step", [800 + 90 * place for place in range(5)], (3, 400)),
        ):
            with self.subTest(name):
                partner, _devices = self.serviced(name, {f"{name} device": visits}, others)
                self.night()
                self.assertEqual(self.forecast(partner).method, "last_year")
                self.env["repair.forecast.check"].search([]).write({"state": "queued"})

    def test_sold(self):
        """A device that the customer has no more foretells nothing of them."""
        ann, devices = self.serviced("Ann", {"Boiler": SPRING}, others=(3, 9, 11))
        self.night()
        self.assertEqual(self.forecast(ann).method, "devices")
        devices["Boiler"].partner_id = self.customer("Bob")
        self.env.flush_all()
        self.night("2025-07-02 00:30:00")
        row = self.forecast(ann)
        self.assertEqual((row.method, row.device_id.id, row.device_count), ("last_year", False, 0))

    def test_days_of_the_company(self):
        """Two cases of a device on one day are one visit."""
        ann, devices = self.serviced("Ann", {"Boiler": SPRING[:4]}, others=(3, 9, 11))
        self.load_more(ann, LAST - timedelta(days=SPRING[0]), devices["Boiler"])
        self.night()
        self.assertEqual(self.forecast(ann).method, "last_year")

    def test_deleted_device(self):
        ann, devices = self.serviced("Ann", {"Boiler": SPRING}, others=(3, 9, 11))
        self.night()
        self.env.cr.execute(
            "UPDATE repair_case SET device_id = NULL WHERE device_id = %s", devices["Boiler"].ids
        )
        self.env.invalidate_all()
        devices["Boiler"].unlink()
        self.assertFalse(self.forecast(ann).device_id)
