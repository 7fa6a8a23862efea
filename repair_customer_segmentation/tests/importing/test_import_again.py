from datetime import datetime

from odoo.tests import tagged, users

from ..bases.files import FileCase


@tagged("post_install", "-at_install")
class TestImportNames(FileCase):
    @users("rcs_manager")
    def test_two_customers_of_one_name(self):
        first, second = (self.customer("王伟", phone=phone) for phone in ("138001", "139002"))
        data = "Subject,Customer,Opened on\nWasher,王伟,2026-05-01\nFridge,王伟,2026-06-01\n"
        for lang in ("en_US", "zh_CN"):
            messages, cases = self.take(data, lang=lang)
            self.assertFalse(cases)
            for partner in (first, second):
                self.assertIn(partner.phone, messages[0][1])
                self.assertIn(str(partner.id), messages[0][1])
        data = self.sheet(("Subject", "Customer", "Opened on"), ("Washer", "王伟", "2026-05-01"))
        self.assertRefused(self.take(data), "139002")
        second.company_id = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        case = self.assertTaken(self.take("Subject,Customer,Opened on\nWasher,王伟,2026-05-01\n"))
        self.assertEqual(case.partner_id, first)

    @users("rcs_manager")
    def test_a_tier_is_that_of_the_policy_and_dimension(self):
        self.customer("Best Customer")
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        other.repair_policy_id.value_tier_ids[0].name = "Only There"
        tier = self.policy.value_tier_ids[0]
        heading = "Customer,Dimension,Tier,Reason\n"
        override = self.assertTaken(
            self.take(
                f"{heading}Best Customer,Value,{tier.name},contract\n",
                "repair.segmentation.override",
            )
        )
        self.assertEqual(override.tier_id, tier)
        for dimension, name, text in (
            ("Value", "Only There", "'Only There' in field 'Tier'"),
            ("Frequency", tier.name, "a different company, policy or customer"),
        ):
            self.assertRefused(
                self.take(
                    f"{heading}Acme of Repair Test,{dimension},{name},contract\n",
                    "repair.segmentation.override",
                ),
                text,
            )

    @users("rcs_manager")
    def test_a_stage_and_a_type_are_those_of_the_company(self):
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        stages, types = self.env["repair.case.stage"].sudo(), self.env["repair.case.type"].sudo()
        stages.create({"name": "Test Closed", "company_id": other.id, "sequence": -9})
        types.create({"name": "Imported Type", "company_id": other.id})
        case = self.assertTaken(
            self.take(
                "Subject,Customer,Opened on,Type,Stage\n"
                "Drill,Acme of Repair Test,2026-05-01,Imported Type,Test Closed\n"
            )
        )
        self.assertEqual((case.type_id, case.stage_id), (self.type, self.stage_closed))

    @users("rcs_manager")
    def test_an_export_comes_back(self):
        device, other = self.env["repair.device"].create(
            [
                {"name": "Pump 1", "partner_id": partner.id, "serial_number": serial}
                for partner, serial in ((self.acme, "000123"), (self.bolt, False))
            ]
        )
        (case,) = self.history([(self.acme, "2025-06-01", 5, {"device_id": device.id})])
        case = case.with_env(self.env)
        names = ["id", "name", "partner_id", "device_id"]
        row = case.sudo().export_data(names)["datas"][0]
        self.assertEqual(row[3], "Pump 1 (000123)")
        case.device_id = False
        back = self.assertTaken(self.take(",".join(names) + "\n" + ",".join(row) + "\n"))
        self.assertEqual((back, case.device_id), (case, device))
        new = self.assertTaken(
            self.take(
                "Subject,Customer,Opened on,Device\n"
                "A,Acme of Repair Test,2026-05-01,Pump 1\nB,Bolt of Repair Test,2026-05-01,Pump 1\n"
            ),
            2,
        )
        self.assertEqual(new.mapped("device_id"), device | other)
        cases = self.env["repair.case"]
        for operator in ("=", "ilike"):
            self.assertEqual(
                cases.name_search(case.display_name, operator=operator),
                [(case.id, case.display_name)],
            )

    @users("rcs_manager")
    def test_new_devices_belong_to_the_customer_of_the_row(self):
        self.env.user.sudo().group_ids += self.env.ref("base.group_partner_manager")
        create = {"name_create_enabled_fields": {"device_id": True, "partner_id": True}}
        heading = "Subject,Device,Customer,Opened on\n"
        case = self.assertTaken(
            self.take(f"{heading}A,Pump 9 (X-9),Brand New,2026-05-01\n", **create)
        )
        self.assertRecordValues(
            case.device_id,
            [{"name": "Pump 9", "serial_number": "X-9", "partner_id": case.partner_id.id}],
        )
        self.assertEqual(case.partner_id.name, "Brand New")
        self.assertRefused(
            self.take(f"{heading}A,Pump 10,,2026-05-01\n", **create), "has no customer"
        )


@tagged("post_install", "-at_install")
class TestImportAgain(FileCase):
    @users("rcs_manager")
    def test_the_same_file_twice(self):
        heading = "Subject,Customer,Opened on,Amount\n"
        row = "Twice,Acme of Repair Test,2026-05-01,{}\n"
        data = heading + row.format(5) + row.format(5)
        cases = self.assertTaken(self.take(data), 2)
        self.assertRefused(self.take(data), f"already exists as {cases[0].reference}")
        self.assertTaken(self.take(heading + row.format(6)))
        self.assertTaken(self.take((heading + row.format(5)).replace("05-01", "05-02")))
        self.assertTaken(self.take((heading + row.format(5)).replace("Acme", "Bolt")))

    @users("rcs_manager")
    def test_repairs_for_nothing_are_told_apart_by_their_subject(self):
        data = "Subject,Customer,Opened on\n{},Acme of Repair Test,2026-05-01\n"
        (first, _second) = (
            self.assertTaken(self.take(data.format(name))) for name in ("Drill", "Saw")
        )
        self.assertRefused(self.take(data.format("Drill")), first.reference)

    @users("rcs_manager")
    def test_a_reference_tells_repairs_apart(self):
        heading = "Reference,Subject,Customer,Opened on\n"
        row = "{},Twice,Acme of Repair Test,2026-05-01\n"
        cases = self.assertTaken(self.take(heading + row.format("W-1") + row.format("W-2")), 2)
        self.assertEqual(cases.mapped("reference"), ["W-1", "W-2"])
        self.assertRefused(self.take(heading + row.format("W-2")), "case W-2 already exists")
        self.assertTaken(self.take(heading + row.format("W-3")))

    @users("rcs_manager")
    def test_an_emptied_cell_changes_no_number_and_no_day(self):
        (case,) = self.history(
            [
                (
                    self.acme, "2025-06-01", 120,
                    {"stage_id": self.stage_closed.id, "date_closed": "2025-06-03"},
                )
            ]
        )  # fmt: skip
        case = case.with_env(self.env)
        (xml_id,) = case.sudo().export_data(["id"])["datas"][0]
        closed = case.date_closed
        names = ("amount", "date_closed", "date_open", "is_rework", "urgency")
        for name in names:
            with self.subTest(field=name):
                data = f"id,name,{name}\n{xml_id},Repair,\n"
                self.assertTaken(self.take(data, columns=["id", "name", name]))
                self.assertEqual((case.amount, case.date_closed), (120, closed))
                self.assertEqual(case.date_open, datetime(2025, 6, 1))
        data = self.sheet(("id", "amount"), (xml_id, None))
        self.take(data, columns=["id", "amount"])
        self.assertEqual(case.amount, 120)
        self.assertTaken(
            self.take(f"id,name,amount\n{xml_id},R,0\n", columns=["id", "name", "amount"])
        )
        self.assertEqual(case.amount, 0)

    @users("rcs_manager")
    def test_closed_on_the_day_it_was_opened(self):
        names = ["name", "partner_id", "date_open", "date_closed", "stage_id"]
        for i, zone in enumerate(("UTC", "Asia/Shanghai", "America/Los_Angeles")):
            self.company.resource_calendar_id.tz = zone
            row = f"Acme of Repair Test,2026-05-1{i} 10:30:00,2026-05-1{i},Test Closed"
            with self.subTest(zone=zone):
                case = self.assertTaken(
                    self.take(
                        f"a,b,c,d,e\nA,{row}\n",
                        columns=names,
                        date_format="%Y-%m-%d",
                        datetime_format="%Y-%m-%d %H:%M:%S",
                    )
                )
                self.assertGreaterEqual(case.date_closed, case.date_open)
                self.assertLess((case.date_closed - case.date_open).days, 1)
        (case,) = self.history([(self.bolt, "2026-05-01 10:30:00", 1)])
        case.write({"stage_id": self.stage_closed.id, "date_closed": "2026-05-01"})
        self.assertEqual(case.date_closed, case.date_open)
