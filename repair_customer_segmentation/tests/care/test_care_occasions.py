from datetime import datetime

from odoo.fields import Command
from odoo.tests import tagged

from ..bases.care import CareCase


@tagged("post_install", "-at_install")
class TestCareOccasions(CareCase):
    def test_birthday(self):
        bob = self.known("Bob", repair_birthday="1980-03-04")
        self.ann.repair_birthday = "1990-03-03"
        self.classify()
        rule = self.rule("birthday")
        self.assertEqual(
            self.preview(),
            [
                ("2025-03-03", "Ann", "Rule birthday", False),
                ("2025-03-04", "Bob", "Rule birthday", False),
            ],
        )
        self.care()
        self.assertEqual(self.contacts(rule), [("Ann", "sent", False)])
        self.assertEqual(self.mails().recipient_ids, self.ann)
        self.assertEqual(self.mails().subject, "Hello Ann")
        self.care()
        self.assertEqual(len(self.mails()), 1)
        self.at("2025-03-04 10:00:00")
        self.care()
        self.assertEqual(self.contacts(rule), [("Ann", "sent", False), ("Bob", "sent", False)])
        self.assertTrue(bob.message_ids.filtered(lambda m: m.subject == "Hello Bob"))

    def test_birthday_of_29_february_is_kept_on_the_28th(self):
        self.ann.repair_birthday = "1992-02-29"
        self.classify()
        self.at("2025-02-20 10:00:00")
        self.rule("birthday", working_days_only=False)
        self.assertEqual([row[:2] for row in self.preview()], [("2025-02-28", "Ann")])
        self.at("2028-02-20 10:00:00")
        self.assertEqual([row[:2] for row in self.preview()], [("2028-02-29", "Ann")])

    def test_lunar_birthday(self):
        # Born on the 15th of the 8th month; Mid-Autumn of 2025 is on 6 October.
        self.ann.write({"repair_birthday": "1990-10-03", "repair_birthday_lunar": True})
        # In the leap sixth month of 1987: kept in the plain one, on 6 July 2025.
        bob = self.known("Bob", repair_birthday="1987-08-06", repair_birthday_lunar=True)
        self.assertEqual((self.ann.repair_birthday_code, bob.repair_birthday_code), (815, 612))
        self.classify()
        self.rule("birthday", working_days_only=False)
        self.at("2025-07-01 10:00:00")
        self.assertEqual([row[:2] for row in self.preview()], [("2025-07-06", "Bob")])
        self.at("2025-09-20 10:00:00")
        self.assertEqual([row[:2] for row in self.preview()], [("2025-10-06", "Ann")])

    def test_birthday_of_a_contact_of_a_company(self):
        acme = self.known("Acme", is_company=True)
        self.customer(
            "Cid", parent_id=acme.id, email="cid@acme.example", repair_birthday="1980-03-03"
        )
        self.classify()
        rule = self.rule("birthday")
        self.care()
        contact = rule.contact_ids
        self.assertEqual((contact.partner_id.name, contact.contact_id.name), ("Acme", "Cid"))

    def test_days_after_a_closed_repair(self):
        self.history(
            [
                (
                    self.ann,
                    "2025-02-10 08:00:00",
                    10,
                    # In Berlin, it is the 18th already.
                    {"stage_id": self.stage_closed.id, "date_closed": "2025-02-17 23:30:00"},
                )
            ]
        )
        self.classify()
        rule = self.rule("repair", days=14)
        self.assertEqual([row[:2] for row in self.preview()], [("2025-03-04", "Ann")])
        self.care()
        self.assertEqual(self.contacts(rule), [])
        self.at("2025-03-04 10:00:00")
        self.care()
        self.assertEqual(self.contacts(rule), [("Ann", "sent", False)])

    def test_one_call_for_all_that_was_closed_on_a_day(self):
        closed = {"stage_id": self.stage_closed.id}
        bea = self.env["res.partner"].create(
            {"name": "Bea", "parent_id": self.ann.id, "email": "bea@customer.example"}
        )
        days = [
            (self.ann, "2025-03-03 08:00:00"),
            (self.ann, "2025-03-03 09:00:00"),
            (bea, "2025-03-03 09:30:00"),
            # In Berlin, it is the 4th already.
            (self.ann, "2025-03-03 23:30:00"),
        ]
        self.history([(who, "2025-02-10", 10, {**closed, "date_closed": day}) for who, day in days])
        self.classify()
        rule = self.rule("repair", days=1, working_days_only=False)
        each = [("2025-03-04", "Ann"), ("2025-03-04", "Bea"), ("2025-03-05", "Ann")]
        self.assertEqual(sorted(row[:2] for row in self.preview()), each)
        self.at("2025-03-04 10:00:00")
        self.care()
        self.assertEqual(
            sorted(self.contacts(rule)), [("Ann", "sent", False), ("Bea", "sent", False)]
        )
        first = rule.contact_ids.filtered(lambda contact: contact.contact_id == self.ann)
        # What was closed first is open again: the other work of that day brings no second call.
        self.env["repair.case"].browse(int(first.occasion.split("-")[1])).action_reopen()
        self.history([(self.ann, "2025-02-10", 10, {**closed, "date_closed": days[0][1]})])
        self.classify()
        self.care()
        self.assertEqual(len(self.contacts(rule)), 2)
        self.at("2025-03-05 10:00:00")
        self.care()
        self.assertEqual(self.contacts(rule)[2:], [("Ann", "sent", False)])

    def test_silence_unless_the_customer_is_here(self):
        bob = self.known("Bob")
        self.history([(self.ann, "2024-09-10", 10), (bob, "2024-09-10", 10)])
        self.env["repair.case"].search([("partner_id", "=", self.ann.id)]).action_close()
        self.env["repair.case"].search([("partner_id", "=", bob.id)], limit=1)
        self.classify()
        self.at("2025-03-09 10:00:00")
        self.rule("silence", days=180, working_days_only=False)
        self.assertEqual([row[:2] for row in self.preview()], [("2025-03-09", "Ann")])

    def test_device(self):
        self.env["repair.device"].create(
            {
                "name": "Kettle",
                "partner_id": self.ann.id,
                "purchase_date": "2025-02-03",
                "company_id": self.company.id,
            }
        )
        self.classify()
        self.rule("device", days=30)
        self.assertEqual([row[:2] for row in self.preview()], [("2025-03-05", "Ann")])

    def test_anniversary(self):
        self.history([(self.ann, "2023-03-10", 10)])
        self.classify()
        self.rule("anniversary")
        self.assertEqual([row[:2] for row in self.preview()], [("2025-03-10", "Ann")])

    def test_fixed_date_and_holiday(self):
        self.classify()
        self.rule("date", month="3", day_of_month=31)
        self.rule(
            "holiday",
            holiday_country_id=self.env.ref("base.de").id,
            holiday_name="Easter Monday",
            working_days_only=False,
            days=20,
        )
        # Easter Monday of 2025 is on 21 April.
        self.assertEqual(
            [row[:3] for row in self.preview()],
            [("2025-03-31", "Ann", "Rule date"), ("2025-04-01", "Ann", "Rule holiday")],
        )

    def test_rise(self):
        self.classify()
        better, worse = self.policy.value_tier_ids[:2]
        transition = self.env["repair.segmentation.transition"].create
        values = {
            "partner_id": self.ann.id,
            "company_id": self.company.id,
            "dimension": "value",
            "date": "2025-03-03 08:00:00",
            "cause": "rule",
        }
        transition({**values, "from_tier_id": better.id, "to_tier_id": worse.id})
        rule = self.rule("rise", days=1)
        self.assertEqual(self.preview(), [])
        transition({**values, "from_tier_id": worse.id, "to_tier_id": better.id})
        transition({**values, "from_tier_id": worse.id, "to_tier_id": better.id, "cause": "merge"})
        self.assertEqual(self.preview(), [("2025-03-04", "Ann", rule.name, False)])

    def test_fall(self):
        self.classify()
        profile = self.profile_of(self.ann)
        self.env["repair.customer.outlook"].create(
            {
                "profile_id": profile.id,
                "company_id": self.company.id,
                "dimension": "value",
                "kind": "fall",
                "day": "2025-03-24",
                "tier_id": self.policy.value_tier_ids[0].id,
                "to_tier_id": self.policy.value_tier_ids[1].id,
            }
        )
        self.rule("fall", days=14)
        self.assertEqual([row[:2] for row in self.preview()], [("2025-03-10", "Ann")])

    def test_contract(self):
        self.classify()
        values = {
            "partner_id": self.ann.id,
            "company_id": self.company.id,
            "service_level_id": self.best.id,
            "date_start": "2025-01-01",
        }
        contracts = self.env["repair.service.contract"]
        contracts.create({**values, "date_end": "2025-04-02"})
        contracts.create({**values, "date_start": "2026-01-01", "date_end": "2026-12-31"})
        self.rule("contract", days=30)
        self.assertEqual([row[:2] for row in self.preview()], [("2025-03-03", "Ann")])

    def test_declined_work(self):
        case = self.history([(self.ann, "2025-02-01", 10)])
        self.env["repair.declined.work"].create(
            [
                {"name": "Brake pads", "case_id": case.id, "date_declined": "2025-02-02"},
                {
                    "name": "Tyres",
                    "case_id": case.id,
                    "date_declined": "2025-02-03",
                    "state": "dropped",
                },
            ]
        )
        self.classify()
        self.rule("declined", days=30)
        self.assertEqual([row[:2] for row in self.preview()], [("2025-03-04", "Ann")])

    def test_audience(self):
        bob = self.known("Bob", country_id=self.env.ref("base.de").id)
        acme = self.known("Acme", is_company=True)
        self.history([(bob, "2025-02-01", 9_000)])
        self.set_tiers(
            "value",
            [
                (
                    "High",
                    "all",
                    [{"metric": "amount", "operator": "at_least", "kind": "value", "value": 1000}],
                ),
                ("Low", "all", []),
            ],
        )
        self.classify()

        def who(**values):
            rule = self.rule("date", month="3", day_of_month=3, **values)
            names = [row[1] for row in self.preview()]
            rule.action_switch_off()
            return names

        self.assertEqual(who(), ["Acme", "Ann", "Bob"])
        self.assertEqual(who(customer_kind="company"), [acme.name])
        self.assertEqual(who(tier_ids=[Command.set(self.tier("High").ids)]), ["Bob"])
        self.assertEqual(who(domain="[('country_id.code', '=', 'DE')]"), ["Bob"])
        self.assertEqual(who(level_ids=[Command.set(self.best.ids)]), [])
        self.tier("High").service_level_id = self.best
        self.assertEqual(who(level_ids=[Command.set(self.best.ids)]), ["Bob"])

    def test_days_are_the_customers(self):
        self.ann.write({"repair_birthday": "1990-03-04", "tz": "Pacific/Auckland"})
        self.classify()
        rule = self.rule("birthday", hour_from=0, hour_to=24)
        # Monday noon in Berlin is Tuesday in New Zealand.
        self.at(datetime(2025, 3, 3, 11, 30))
        self.care()
        self.assertEqual(self.contacts(rule), [("Ann", "sent", False)])
        self.assertEqual(str(rule.contact_ids.day), "2025-03-04")
