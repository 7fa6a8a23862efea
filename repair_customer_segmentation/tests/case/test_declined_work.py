from datetime import date, timedelta

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..bases.declined import DeclinedCase
from ..bases.desk import MONDAY


@tagged("post_install", "-at_install")
class TestDeclinedWork(DeclinedCase):
    """Recommended work that was not wanted is recorded, and comes back."""

    def test_entered_on_the_form_of_the_case(self):
        case = self.case(device_id=self.drill.id)
        with Form(case.with_user(self.clerk)) as form, form.declined_work_ids.new() as line:
            line.name = "Renew the chuck"
            self.assertNotIn("amount", line._view["fields"])
        self.assertRecordValues(
            case.declined_work_ids,
            [
                {
                    "name": "Renew the chuck",
                    "commercial_partner_id": self.ann.id,
                    "device_id": self.drill.id,
                    "company_id": self.company.id,
                    "date_declined": date(2025, 1, 13),
                    "recall_date": date(2025, 4, 13),
                    "amount": 0,
                    "state": "open",
                }
            ],
        )
        with Form(case.with_user(self.manager)) as form, form.declined_work_ids.edit(0) as line:
            line.amount = 45.5
        self.assertEqual(case.declined_work_ids.amount, 45.5)

    def test_impossible_values(self):
        with self.assertRaisesRegex(ValidationError, "“Ask Again on” is before “Declined on”"):
            self.work.recall_date = self.work.date_declined - timedelta(days=1)
        with self.assertRaisesRegex(ValidationError, "Enter a value from 0"):
            self.work.amount = -1
        with self.assertRaises(AccessError):
            self.work.with_user(self.manager).commercial_partner_id = self.customer("Bob")

    def due(self, user):
        """Return the works that the list opens with."""
        works = self.env["repair.declined.work"].with_user(user)
        view = etree.fromstring(works.get_view(view_type="search")["arch"])
        domain = safe_eval(view.xpath("//filter[@name='due']/@domain")[0])
        order = etree.fromstring(works.get_view(view_type="list")["arch"]).get("default_order")
        return works.search([*domain, ("company_id", "=", self.company.id)], order=order)

    def test_the_recall_list(self):
        today = MONDAY.date()
        later = self.declined(recall_date=today + timedelta(days=1))
        dear = self.declined(amount=500, recall_date=today)
        self.declined(recall_date=False)
        self.declined(state="dropped", recall_date=today, amount=900)
        self.assertEqual(self.due(self.manager), dear | self.work)
        self.assertEqual(self.due(self.manager).ids, [dear.id, self.work.id])
        self.assertEqual(self.due(self.clerk).ids, [self.work.id, dear.id])
        with freeze_time(MONDAY + timedelta(days=1)):
            self.assertEqual(self.due(self.manager).ids, [dear.id, self.work.id, later.id])
        self.ann.action_archive()
        self.assertFalse(self.due(self.manager))

    def test_the_tier_decides_between_equal_amounts(self):
        self.policy.write({"min_population": 0, "window_months": 0})
        high = {"metric": "amount", "operator": "at_least", "value": 100}
        self.set_tiers("value", [("High", "any", [high]), ("Low", "any", [])])
        bob = self.customer("Bob")
        self.history([(bob, "2024-12-01", 5000), (self.ann, "2024-12-01", 1)])
        self.policy.classify(as_of=MONDAY)
        theirs = self.declined(self.case(bob), amount=80, recall_date=MONDAY.date())
        self.assertEqual((theirs.value_tier_id.name, self.work.value_tier_id.name), ("High", "Low"))
        self.assertEqual(self.due(self.manager).ids, [theirs.id, self.work.id])

    def test_amounts_are_for_those_who_may_see_them(self):
        works = self.env["repair.declined.work"].with_user(self.clerk)
        for ask in (
            lambda: works.search([("amount", ">", 1)]),
            lambda: works.search([("id", ">", 0)], order="amount desc"),
            lambda: works.browse(self.work.id).amount,
            lambda: works.browse(self.work.id).write({"amount": 1}),
        ):
            with self.assertRaises(AccessError):
                ask()
        self.work.amount = 4321
        self.env.cr.flush()
        self.env.cr.precommit.run()
        values = self.work.message_ids.tracking_value_ids.filtered("new_value_float")
        self.assertEqual(values.new_value_float, 4321)
        for user, seen in ((self.clerk, False), (self.manager, True)):
            shown = values._filter_has_field_access(self.env(user=user.id))
            self.assertEqual(bool(shown), seen)

    def test_a_case_of_its_own_does_the_work(self):
        work = self.work.with_user(self.clerk)
        case = self.env["repair.case"].browse(work.action_open_case()["res_id"])
        self.assertRecordValues(
            case,
            [
                {
                    "name": "Renew the carbon brushes",
                    "partner_id": self.ann.id,
                    "device_id": self.drill.id,
                    "company_id": self.company.id,
                    "create_uid": self.clerk.id,
                }
            ],
        )
        self.assertIn(self.first.reference, case.description)
        self.assertEqual(work.action_open_case()["res_id"], case.id)
        self.assertFalse(self.due(self.manager))
        case.action_close()
        self.assertEqual(self.work.state, "done")
        case.action_reopen()
        self.assertEqual(self.work.state, "open")
        case.stage_id = self.stage_cancelled
        self.assertRecordValues(self.work, [{"state": "open", "followup_case_id": False}])
        self.work.action_drop()
        with self.assertRaisesRegex(UserError, "not open any more"):
            work.action_open_case()

    def test_a_device_that_changed_hands_is_left_out(self):
        self.drill.partner_id = self.customer("Bob")
        self.assertFalse(self.work._followup_values()["device_id"])
        case = self.env["repair.case"].browse(self.work.action_open_case()["res_id"])
        self.assertEqual(case.partner_id, self.ann)

    def test_taken_up_by_a_later_case_of_the_device(self):
        case = self.case(device_id=self.drill.id, name="Does not turn again")
        self.assertEqual(case.earlier_declined_ids, self.work)
        self.assertEqual(case.earlier_declined_hint, "Renew the carbon brushes")
        work = self.work.with_user(self.clerk)
        other = self.case(self.customer("Bob"))
        for wrong in (other, self.first, self.browse_none()):
            with self.assertRaisesRegex(UserError, "another open case of the same customer"):
                work.with_context(repair_case_id=wrong.id).action_take_up()
        work.with_context(repair_case_id=case.id).action_take_up()
        self.assertEqual(self.work.followup_case_id, case)
        self.assertFalse(case.earlier_declined_hint)
        case.action_close()
        self.assertEqual(self.work.state, "done")

    def browse_none(self):
        return self.env["repair.case"]

    def test_a_later_case_that_names_it_is_marked(self):
        self.case(device_id=self.drill.id, name="Brush attachment lost")
        self.assertFalse(self.work.likely_case_id)
        self.case(self.ann, name="Renew the carbon brushes")
        self.assertFalse(self.work.likely_case_id, "of another device")
        case = self.case(device_id=self.drill.id, name="Does not turn")
        case.solution = "Both carbon brushes were worn: new ones."
        self.env.invalidate_all()
        self.assertEqual(self.work.likely_case_id, case)
        self.work.action_done()
        self.assertFalse(self.work.likely_case_id)

    def test_it_goes_with_a_merge_of_cases(self):
        kept = self.case(device_id=self.drill.id)
        self.first.action_reopen()
        doing = self.case(device_id=self.drill.id)
        self.work.with_context(repair_case_id=doing.id).action_take_up()
        kept._merge(self.first)
        self.assertEqual(self.work.case_id, kept)
        kept._merge(doing)
        self.assertFalse(self.work.followup_case_id, "not to be done on the case that declined it")
        self.assertEqual(self.work.state, "open")

    def test_it_goes_with_a_corrected_customer_and_with_a_merge_of_customers(self):
        bob = self.customer("Bob", is_company=True)
        person = self.customer("Pat", parent_id=bob.id)
        self.first.write({"partner_id": person.id, "device_id": False})
        self.assertRecordValues(
            self.work,
            [{"partner_id": person.id, "commercial_partner_id": bob.id, "device_id": False}],
        )
        self.assertEqual(bob.with_user(self.clerk).repair_declined_count, 1)
        acme = self.customer("Acme", is_company=True)
        chief = self.customer("Chief", parent_id=acme.id)
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            merge = self.env["base.partner.merge.automatic.wizard"]
            merge._merge((person | chief).ids, chief)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertRecordValues(
            self.work, [{"partner_id": chief.id, "commercial_partner_id": acme.id}]
        )
        action = acme.with_user(self.clerk).action_view_repair_declined_work()
        works = self.env["repair.declined.work"].search(action["domain"])
        self.assertEqual((works, acme.repair_declined_count), (self.work, 1))
        self.assertEqual(bob.repair_declined_count, 0)

    def test_a_call_is_planned_with_it(self):
        self.ann.user_id = self.manager
        action = self.work.with_user(self.clerk).action_schedule_call()
        wizard = self.env[action["res_model"]].with_user(self.clerk)
        with Form(wizard.with_context(**action["context"])) as form:
            self.assertEqual(form.activity_user_id, self.manager)
        form.record.action_schedule_activities()
        self.assertRecordValues(
            self.work.activity_ids,
            [{"summary": "Ask again about declined work", "user_id": self.manager.id}],
        )

    def test_the_list_costs_the_same_for_one_and_for_many(self):
        def read(works):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            works.with_user(self.clerk).web_read(
                {
                    "name": {},
                    "commercial_partner_id": {"fields": {"display_name": {}}},
                    "value_tier_id": {"fields": {"display_name": {}}},
                    "likely_case_id": {"fields": {"display_name": {}}},
                    "device_id": {"fields": {"display_name": {}}},
                    "partner_phone": {},
                    "user_id": {"fields": {"display_name": {}}},
                }
            )
            return self.env.cr.sql_log_count - before

        many = self.work
        for i in range(20):
            person = self.customer(f"Customer {i}")
            device = self.device(person)
            many |= self.declined(self.case(person, device_id=device.id))
            self.case(person, device_id=device.id, name="Carbon brushes")
        read(self.work)
        self.assertLessEqual(read(many), read(self.work) + 2)
