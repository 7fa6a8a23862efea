from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged, users
from odoo.tools import mute_logger

from ..bases.common import AS_OF, SegmentationCase
from ..bases.desk import MONDAY, DeskCase


class DeviceCase(DeskCase):
    @classmethod
    def device(cls, partner=None, **values):
        return cls.env["repair.device"].create(
            {"name": "Drill", "partner_id": (partner or cls.ann).id, **values}
        )


@tagged("post_install", "-at_install")
class TestDevice(DeviceCase):
    """A device by itself: its serial number, its warranty, its history."""

    def test_it_shows_its_name_and_serial_number(self):
        self.assertEqual(self.device().display_name, "Drill")
        self.assertEqual(self.device(serial_number=" A-1 ").display_name, "Drill (A-1)")

    def test_a_product_gives_the_name_and_the_warranty(self):
        product = self.env["product.product"].create({"name": "Saw", "repair_warranty_months": 24})
        device = self.env["repair.device"].create(
            {
                "partner_id": self.ann.id,
                "product_id": product.id,
                "purchase_date": "2024-02-29",
            }
        )
        self.assertRecordValues(device, [{"name": "Saw", "warranty_date": date(2026, 2, 28)}])
        device.purchase_date = "2024-06-15"
        self.assertEqual(device.warranty_date, date(2026, 6, 15))

    def test_what_is_typed_in_is_kept(self):
        device = self.device(warranty_date="2025-03-03")
        device.purchase_date = "2024-01-01"
        device.product_id = self.env["product.product"].create({"name": "Saw"})
        self.assertRecordValues(device, [{"name": "Drill", "warranty_date": date(2025, 3, 3)}])

    def test_a_warranty_does_not_end_before_the_purchase(self):
        with self.assertRaisesRegex(ValidationError, "“Drill”.*before “Bought on”"):
            self.device(purchase_date="2025-02-01", warranty_date="2025-01-31")

    def test_months_of_warranty_are_not_negative(self):
        with self.assertRaisesRegex(ValidationError, "Warranty .Months.” is -1.*from 0"):
            self.env["product.product"].create({"name": "Saw", "repair_warranty_months": -1})

    def test_a_serial_number_is_one_device_in_a_company(self):
        self.device(serial_number="A_1", name="Saw")
        self.device(serial_number="AX1")
        self.device()
        self.device(serial_number="  ")
        with self.assertRaisesRegex(ValidationError, "“a_1” is that of “Saw” of Ann"):
            self.device(serial_number=" a_1")
        other = self.env["res.company"].create({"name": "Other"})
        self.device(serial_number="A_1", company_id=other.id)
        with self.assertRaisesRegex(ValidationError, "A_1"):
            self.device(serial_number="A_1", company_id=False)

    def test_an_archived_device_keeps_its_serial_number(self):
        self.device(serial_number="A-1").active = False
        with self.assertRaisesRegex(ValidationError, "archived. Correct it, or unarchive"):
            self.device(serial_number="A-1")

    def test_what_another_company_owns_is_not_told(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.device(serial_number="A-1", company_id=other.id)
        with self.assertRaisesRegex(ValidationError, "^Serial number “A-1”: a device of another"):
            self.device(serial_number="A-1", company_id=False)

    def test_its_history_counts_repairs_alone(self):
        device, other = self.device(), self.device(name="Saw")
        self.case(device_id=device.id, date_open="2024-05-01")
        self.case(device_id=device.id, date_open="2024-06-01 10:00:00")
        self.case(device_id=device.id, date_open="2024-07-01", is_rework=True)
        self.case(device_id=device.id, date_open="2024-08-01", stage_id=self.stage_cancelled.id)
        self.case(device_id=other.id)
        self.assertRecordValues(
            device,
            [{"case_count": 4, "repair_count": 2, "last_repair_date": datetime(2024, 6, 1, 10)}],
        )
        self.assertEqual(
            self.env["repair.case"].search_count(device.action_view_cases()["domain"]), 4
        )

    def test_a_list_of_devices_takes_one_query_for_their_histories(self):
        devices = self.env["repair.device"].create(
            [{"name": f"D{i}", "partner_id": self.ann.id} for i in range(40)]
        )
        for device in devices:
            self.case(device_id=device.id)
        self.env.flush_all()
        counts = []
        for size in (1, 1, 40):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            devices[:size].mapped("repair_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[1])

    def test_a_device_with_cases_is_not_deleted(self):
        device = self.device()
        self.case(device_id=device.id).active = False
        with self.assertRaisesRegex(UserError, r"“Drill” has repair cases \(1\).*Archive it"):
            device.unlink()


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
            "This device was given back on December 14, 2024, 30 days before. "
            "Is it a repair of our repair?",
        )
        self.assertFalse(late.rework_hint)
        self.assertFalse(case.is_rework)
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


@tagged("post_install", "-at_install")
class TestDeviceOfCustomer(SegmentationCase):
    """Devices count for the customer, and follow it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acme = cls.customer("Acme", is_company=True)
        cls.contact = cls.customer("Contact", parent_id=cls.acme.id)
        cls.other = cls.env["res.company"].create({"name": "Other"})

    def device(self, partner, **values):
        return self.env["repair.device"].create(
            {"name": "Drill", "partner_id": partner.id, **values}
        )

    def stale(self):
        """Empty the queue; return what was in it, as a set of (customer, company)."""
        self.env.cr.flush()
        self.env.cr.execute("DELETE FROM repair_customer_stale RETURNING partner_id, company_id")
        return set(self.env.cr.fetchall())

    def known_since(self, moment="2025-01-01"):
        self.env.flush_all()
        self.env.cr.execute("UPDATE repair_device SET create_date = %s", [moment])

    def test_a_device_makes_a_customer_known_from_its_day(self):
        self.device(self.contact)
        self.known_since("2025-06-30 23:59:59")
        self.assertIsNone(self.metrics(self.contact))
        found = self.metrics(self.acme)
        self.assertEqual(
            (found["repair_count_total"], found["device_count"], found["first_repair_date"]),
            (0, 1, None),
        )
        self.known_since("2025-07-01")
        self.assertIsNone(self.metrics(self.acme))

    def test_devices_in_use_of_the_company_and_shared_ones_count(self):
        self.history([(self.acme, "2025-06-01", 10)])
        self.device(self.acme)
        self.device(self.contact, company_id=False)
        self.device(self.acme, company_id=self.other.id)
        self.device(self.acme, active=False)
        self.assertEqual(self.metrics(self.acme)["device_count"], 2)
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.profile_of(self.acme).device_count, 2)

    def test_without_a_device_the_count_is_zero(self):
        self.history([(self.acme, "2025-06-01", 10)])
        self.assertEqual(self.metrics(self.acme)["device_count"], 0)

    def test_customers_are_large_by_their_devices(self):
        preset = self.env["repair.segmentation.preset"]
        draft = self.policy._new_version()
        preset.create(
            {"policy_id": draft.id, "dimension": "size", "size_preset": "devices_5_20"}
        ).action_apply_preset()
        draft._activate()
        self.policy = draft
        people = {count: self.customer(f"Has {count}") for count in (4, 5, 19, 20)}
        for count, partner in people.items():
            for _i in range(count):
                self.device(partner)
        self.known_since()
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(
            {count: self.profile_of(p).size_tier_id.name for count, p in people.items()},
            {4: "Small", 5: "Medium", 19: "Medium", 20: "Large"},
        )

    def test_changes_queue_the_customer(self):
        bob = self.customer("Bob")
        self.stale()
        here = self.company.id
        device = self.device(self.contact)
        self.assertEqual(self.stale(), {(self.acme.id, here)})
        device.name = "Saw"
        self.assertEqual(self.stale(), set())
        device.partner_id = bob
        self.assertEqual(self.stale(), {(self.acme.id, here), (bob.id, here)})
        device.active = False
        self.assertEqual(self.stale(), {(bob.id, here)})
        device.company_id = False
        self.assertLessEqual({(bob.id, here), (bob.id, self.other.id)}, self.stale())
        device.unlink()
        self.assertLessEqual({(bob.id, here), (bob.id, self.other.id)}, self.stale())

    def test_a_contact_that_moves_takes_its_devices_along(self):
        device = self.device(self.contact)
        beta = self.customer("Beta", is_company=True)
        self.stale()
        self.contact.parent_id = beta
        self.assertEqual(device.commercial_partner_id, beta)
        self.assertIn((beta.id, self.company.id), self.stale())

    def test_devices_of_a_deleted_contact_stay_with_its_company(self):
        device = self.device(self.contact)
        self.contact.unlink()
        self.assertEqual(device.partner_id, self.acme)

    def test_devices_go_with_their_owner(self):
        device = self.device(self.acme)
        (self.acme | self.contact).unlink()
        self.assertFalse(device.exists())

    def test_an_owner_whose_device_was_repaired_for_another_stays(self):
        device = self.device(self.acme)
        self.history([(self.contact, "2025-06-01", 10, {"device_id": device.id})])
        with self.assertRaisesRegex(UserError, "“Acme” has the device “Drill”"):
            self.acme.unlink()

    def test_merged_customers_have_the_devices_of_both(self):
        bob = self.customer("Bob")
        devices = self.device(bob) | self.device(self.acme)
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            self.env["base.partner.merge.automatic.wizard"]._merge((bob | self.acme).ids, self.acme)
        self.assertEqual(devices.partner_id, self.acme)
        self.assertEqual(devices.commercial_partner_id, self.acme)
        self.known_since()
        self.assertEqual(self.metrics(self.acme)["device_count"], 2)

    def test_a_partner_opens_the_devices_of_its_company(self):
        device = self.device(self.acme)
        self.device(self.customer("Bob"))
        action = self.contact.action_view_repair_devices()
        self.assertEqual(self.contact.repair_device_count, 1)
        self.assertEqual(self.env["repair.device"].search(action["domain"]), device)


@tagged("post_install", "-at_install")
class TestDeviceAccess(SegmentationCase):
    """Users see devices of their companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acme = cls.customer("Acme", is_company=True)
        contact = cls.customer("Contact", parent_id=cls.acme.id, email="c@example.com")
        cls.user("rcs_user", "user")
        portal = new_test_user(
            cls.env,
            "rcs_portal",
            groups="base.group_portal",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            partner_id=contact.id,
        )
        assert portal.partner_id == contact
        devices = cls.env["repair.device"]
        cls.own, cls.alien = devices.create(
            [
                {"name": "Own", "partner_id": cls.acme.id, "note": "Pays late"},
                {"name": "Alien", "partner_id": cls.customer("Bob").id},
            ]
        )

    @users("rcs_user")
    def test_users_work_on_devices_and_delete_none(self):
        devices = self.env["repair.device"]
        self.assertEqual(
            devices.search([("id", "in", (self.own | self.alien).ids)]), self.alien | self.own
        )
        device = devices.create({"name": "New", "partner_id": self.acme.id})
        device.serial_number = "N-1"
        with self.assertRaises(AccessError):
            device.unlink()

    @users("rcs_portal")
    def test_customers_have_no_right_to_them(self):
        """The pages of the portal show customers their own; see test_portal_access."""
        for operation in ("read", "write", "create", "unlink"):
            self.assertFalse(self.env["repair.device"].has_access(operation), operation)
        with self.assertRaises(AccessError):
            self.own.with_env(self.env).read(["name"])
