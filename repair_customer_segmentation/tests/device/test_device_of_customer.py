from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.common import AS_OF, SegmentationCase


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
            {4: "Small", 5: "Medium-Sized", 19: "Medium-Sized", 20: "Large"},
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
