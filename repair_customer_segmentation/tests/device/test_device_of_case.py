from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..bases.desk import MONDAY
from ..bases.device import DeviceCase


@tagged("post_install", "-at_install")
class TestDeviceOfCase(DeviceCase):
    """What a case says of its device."""

    def test_a_case_begun_with_the_device_has_its_customer(self):
        device = self.device()
        form = Form(self.env["repair.case"])
        form.device_id = device
        self.assertEqual(form.partner_id, self.ann)
        form.partner_id = self.customer("Bob")
        self.assertFalse(form.device_id)

    def test_a_contact_brings_a_device_of_its_company(self):
        acme = self.customer("Acme", is_company=True)
        contact = self.customer("Contact", parent_id=acme.id)
        device = self.device(acme)
        self.assertEqual(self.case(contact, device_id=device.id).device_id, device)

    def test_the_device_of_somebody_else_is_refused(self):
        bob = self.customer("Bob")
        message = "“Drill” belongs to Bob, not to Ann"
        with self.assertRaisesRegex(ValidationError, message):
            self.case(device_id=self.device(bob).id)
        case = self.case(bob, device_id=self.device(bob).id)
        with self.assertRaisesRegex(ValidationError, message):
            case.partner_id = self.ann

    def test_a_device_that_was_sold_keeps_its_history(self):
        device = self.device()
        case = self.case(device_id=device.id)
        device.partner_id = self.customer("Bob")
        case.name = "Still Ann's"
        self.assertEqual((case.partner_id, case.device_id), (self.ann, device))

    def test_warranty_on_the_day_of_opening(self):
        device = self.device(warranty_date=MONDAY.date())
        last, first = (
            self.case(device_id=device.id, date_open=opened)
            for opened in ("2025-01-13 21:00:00", "2025-01-14 01:00:00")
        )
        self.assertRecordValues(
            last | first | self.case(device_id=self.device().id),
            [
                {
                    "warranty_state": "running",
                    "warranty_hint": "Under warranty until January 13, 2025",
                },
                {
                    "warranty_state": "ended",
                    "warranty_hint": "Warranty ended on January 13, 2025",
                },
                {"warranty_state": False, "warranty_hint": False},
            ],
        )

    def closed(self, device, date_closed, **values):
        return self.case(
            device_id=device.id,
            date_open="2024-11-01",
            date_closed=date_closed,
            stage_id=self.stage_closed.id,
            **values,
        )

    def test_rework_is_asked_for_within_the_days_of_the_company(self):
        self.assertEqual(self.company.repair_rework_days, 30)
        device, other = self.device(), self.device(name="Saw")
        self.closed(device, "2024-12-14 09:00:00")
        self.closed(device, "2024-12-01 09:00:00")
        self.closed(other, "2024-12-14 08:59:59")
        case, late = self.case(device_id=device.id), self.case(device_id=other.id)
        self.assertEqual(
            case.rework_hint,
            "This device was returned on December 14, 2024, 30 days earlier. Is this rework of "
            "our repair?",
        )
        self.assertFalse(late.rework_hint)
        self.assertFalse(case.is_rework)
        for day, when in (("2025-01-12", "the day before"), ("2025-01-13", "the same day")):
            self.closed(device, f"{day} 07:00:00")
            self.env.invalidate_all()
            self.assertIn(f", {when}. Is this rework", case.rework_hint)
        self.company.repair_rework_days = 31
        self.env.invalidate_all()
        self.assertTrue(late.rework_hint)
        self.company.repair_rework_days = 0
        self.env.invalidate_all()
        self.assertFalse(case.rework_hint)

    def test_a_rework_does_not_begin_the_days_again(self):
        self.company.repair_rework_days = 60
        device = self.device()

        def visit(day, **values):
            with freeze_time(MONDAY + timedelta(days=day)):
                case = self.case(device_id=device.id, **values)
                self.env.flush_all()
                hint = case.rework_hint
                case.action_close()
                self.env.flush_all()
                return bool(hint)

        self.assertFalse(visit(0))
        self.assertTrue(visit(20), "asked, and answered: it is paid")
        visit(50, is_rework=True)
        self.assertTrue(visit(75, is_rework=False), "55 days after the second, paid repair")
        visit(100, is_rework=True)
        self.assertFalse(visit(140), "65 days after the last one that was paid")

    def test_rework_is_not_asked_for_twice_nor_of_what_is_done(self):
        device = self.device()
        self.closed(device, "2025-01-01")
        cancelled = self.device(name="Saw")
        self.closed(cancelled, "2025-01-01").stage_id = self.stage_cancelled
        case = self.case(device_id=device.id)
        self.assertTrue(case.rework_hint)
        case.action_mark_rework()
        self.assertTrue(case.is_rework)
        self.assertFalse(case.rework_hint)
        case.write({"is_rework": False, "stage_id": self.stage_closed.id})
        self.assertFalse(case.rework_hint)
        self.assertFalse(self.case(device_id=cancelled.id).rework_hint)

    def test_negative_days_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "Suggest Rework.* is -1.*from 0"):
            self.company.repair_rework_days = -1

    def test_rework_takes_one_query_for_many_cases(self):
        devices = [self.device(name=f"D{i}") for i in range(20)]
        for device in devices:
            self.closed(device, "2025-01-01")
        cases = self.env["repair.case"].browse(
            [self.case(device_id=device.id).id for device in devices]
        )
        self.env.flush_all()
        counts = []
        for size in (1, 1, 20):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(all(cases[:size].mapped("rework_hint")))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[1])
