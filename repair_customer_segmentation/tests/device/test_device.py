from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged, users

from ..bases.common import SegmentationCase
from ..bases.device import DeviceCase


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
        with self.assertRaisesRegex(ValidationError, "“a_1” belongs to “Saw” of Ann"):
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
