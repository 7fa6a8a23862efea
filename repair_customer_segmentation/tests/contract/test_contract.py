from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..bases.contract import ContractCase


@tagged("post_install", "-at_install")
class TestContract(ContractCase):
    def test_a_year_from_new_year_ends_with_it(self):
        contract = self.contract(price_year=1200)
        self.assertRegex(contract.reference, r"^SC\d{5}$")
        self.assertEqual(str(contract.date_end), "2025-12-31")
        self.assertEqual(contract.state, "running")
        self.assertRecordValues(contract.term_ids, [{"price": 1200}])
        contract.months = 18
        self.assertEqual(str(contract.date_end), "2026-06-30")
        self.assertRecordValues(contract.term_ids, [{"price": 1800}])
        contract.date_end = "2025-01-31"
        self.assertEqual((contract.months, contract.term_ids.price), (1, 100))

    def test_the_form_counts_months(self):
        with Form(self.env["repair.service.contract"]) as form:
            form.partner_id = self.ann
            form.service_level_id = self.best
            form.date_start = "2025-01-31"
            self.assertEqual(str(form.date_end), "2026-01-30")
            form.months = 1
            self.assertEqual(str(form.date_end), "2025-02-28")
            form.date_end = "2025-04-30"
            self.assertEqual(form.months, 3)
        self.assertEqual(str(form.record.date_end), "2025-04-30")

    def test_an_end_before_the_start_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "“Last Day” .*is before.*Enter a later"):
            self.contract(date_end="2024-12-31")
        contract = self.contract(date_end="2025-01-01")
        with self.assertRaisesRegex(ValidationError, "“Last Day” .*is before.*Enter a later"):
            contract.date_end = "2024-12-31"

    def test_a_start_that_moves_keeps_the_end_or_the_length(self):
        contract = self.contract(first="2025-03-01")
        contract.write({"date_start": "2025-01-01", "date_end": "2025-02-28"})
        self.assertEqual(contract.months, 2)
        self.assertRecordValues(contract.term_ids, [{"date_start": contract.date_start}])
        contract.date_start = "2025-02-01"
        self.assertEqual((str(contract.date_end), contract.months), ("2025-02-28", 1))
        with Form(contract) as form:
            form.date_start = "2025-04-01"
            self.assertEqual(str(form.date_end), "2025-04-30")

    def test_states_in_searches_and_groups(self):
        """Today is 13 January; each is found by the state that it shows."""
        auto = {"first": "2023-01-01", "renewal": "auto", "date_end": "2023-12-31"}
        by_state = {
            "ended": self.contract(first="2024-01-12", date_end="2025-01-12"),
            "running": self.contract(first="2025-01-13", date_end="2025-01-13")
            | self.contract(self.bob, **auto),
            "planned": self.contract(first="2025-01-14", date_end="2025-01-14"),
            "cancelled": self.contract(
                first="2025-01-15", cancel_date="2025-01-15", cancel_reason="Moved"
            ),
        }
        everything = self.env["repair.service.contract"].union(*by_state.values())
        mine = [("id", "in", everything.ids)]
        groups = dict(everything._read_group(mine, ["state"], ["id:recordset"]))
        for state, contracts in by_state.items():
            self.assertEqual(set(contracts.mapped("state")), {state})
            self.assertEqual(everything.search([*mine, ("state", "=", state)]), contracts.sorted())
            self.assertEqual(groups[state], contracts)

    def test_two_for_the_same_device_are_refused(self):
        first = self.contract(device_ids=self.kettle.ids)
        for values in (
            {"device_ids": self.kettle.ids},
            {"device_ids": (self.lamp | self.kettle).ids},
            {},
            {"first": "2025-12-31"},
            {"first": "2024-01-01", "date_end": "2025-01-01"},
            {"first": "2024-01-01", "renewal": "auto"},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, rf"SC\d+ .*and {first.reference}"),
                self.env.cr.savepoint(),
            ):
                self.contract(**values)
        self.contract(device_ids=self.lamp.ids)
        self.contract(device_ids=self.kettle.ids, first="2026-01-01")
        self.contract(device_ids=self.kettle.ids, first="2024-01-01", date_end="2024-12-31")
        self.contract(self.bob)
        with self.assertRaisesRegex(ValidationError, "both cover “Kettle”"):
            first.renewal = "auto"

    def test_a_device_of_somebody_else_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "Kettle.*belongs to Ann, not to Bob"):
            self.contract(self.bob, device_ids=self.kettle.ids)
