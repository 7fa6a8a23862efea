import traceback

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.repair_customer_segmentation.tests.bases.common import AS_OF

from .common import RepairOrderCase

DESK = "repair_customer_segmentation.group_%s"
ORDER_FIELDS = (
    "repair_profile_id",
    "repair_value_tier_id",
    "repair_frequency_tier_id",
    "repair_rfm_tier_id",
    "repair_service_level_id",
    "repair_warnings",
    "case_id",
)


@tagged("post_install", "-at_install")
class TestAccessOrders(RepairOrderCase):
    """Each sees what he should, and nobody runs into an access error."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.high_value_from(900)
        cls.history([(cls.ann, "2025-06-01", 900)])
        cls.policy.classify(as_of=AS_OF)
        cls.policy.value_tier_ids.sorted()[0].service_level_id = cls.env[
            "repair.service.level"
        ].create({"name": "Test VIP", "sequence": -5, "company_id": cls.company.id})
        cls.worker = cls.make("rb_worker", "stock.group_stock_user")
        cls.clerk = cls.make("rb_clerk", DESK % "user")
        cls.chief = cls.make("rb_chief", DESK % "manager", "stock.group_stock_user")
        cls.both = cls.make("rb_both", DESK % "user", "stock.group_stock_user")
        cls.seller = cls.make("rb_seller", "sales_team.group_sale_salesman_all_leads")
        cls.leak = cls.case(user_id=cls.clerk.id)
        cls.repaired = cls.order()
        cls.repaired.case_id = cls.leak

    @classmethod
    def make(cls, login, *groups):
        return new_test_user(
            cls.env,
            login,
            groups=",".join(["base.group_user", *groups]),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def view_fields(self, record, kind="form"):
        """Read a record as the web client does, with all fields of the user's view."""
        names = list(record.get_views([(False, kind)])["models"][record._name]["fields"])
        arch = record.get_view(view_type=kind)["arch"]
        shown = [name for name in names if f'name="{name}"' in arch]
        record.web_read({name: {} for name in shown})
        return set(shown)

    def test_only_repairs_rights(self):
        order = self.repaired.with_user(self.worker)
        self.assertFalse(self.view_fields(order) & set(ORDER_FIELDS))
        self.assertFalse(self.view_fields(order, "list") & set(ORDER_FIELDS))
        for name in ORDER_FIELDS:
            with self.subTest(field=name), self.assertRaises(AccessError):
                order.read([name])
        order.read()
        order.search([("partner_id", "=", self.ann.id)])
        self.view_fields(self.ann.with_user(self.worker))

    def test_only_repairs_rights_do_the_whole_work(self):
        orders = self.env["repair.order"].with_user(self.worker)
        order = orders.create(
            {
                "partner_id": self.ann.id,
                "picking_type_id": self.warehouse.repair_type_id.id,
            }
        )
        self.add_part(order)
        self.repair(order)
        order.copy()
        self.repaired.with_user(self.worker).write({"schedule_date": "2025-06-05 10:00:00"})
        self.repaired.with_user(self.worker).action_repair_cancel()
        self.commit()

    def test_only_case_rights(self):
        case = self.leak.with_user(self.clerk)
        self.assertEqual(case.work_state, "todo")
        self.assertIn("work_state", self.view_fields(case))
        self.assertFalse({"repair_order_ids"} & self.view_fields(case))
        self.assertIn("work_state", self.view_fields(case, "list"))
        self.view_fields(case, "kanban")
        case.read([name for name in case.fields_get() if name.startswith(("work_", "repair_"))])
        device = self.env["repair.device"].create(
            {
                "partner_id": self.ann.id,
                "product_id": self.washer.id,
                "serial_number": "A-1",
                "company_id": self.company.id,
            }
        )
        self.lot("A-1")
        self.assertTrue(device.lot_id)
        mine = device.with_user(self.clerk)
        self.view_fields(mine)
        self.assertEqual(mine.repair_count, 0)
        mine.serial_number = "A-2"
        self.assertFalse(device.lot_id)
        case.write({"device_id": mine.id, "stage_id": self.stage_waiting.id, "urgency": "1"})
        self.view_fields(self.ann.with_user(self.clerk))
        self.assertTrue(self.ann.with_user(self.clerk).repair_chart["repairs"])
        self.commit()

    def test_only_case_rights_create_no_order(self):
        with self.assertRaises(AccessError):
            self.leak.with_user(self.clerk).action_create_repair_order()

    def test_both_rights(self):
        order = self.repaired.with_user(self.both)
        self.assertLessEqual(set(ORDER_FIELDS), self.view_fields(order))
        self.assertEqual(order.repair_value_tier_id.name, "High Value")
        mine = self.case(user_id=self.both.id).with_user(self.both)
        created = self.env["repair.order"].browse(mine.action_create_repair_order()["res_id"])
        self.assertEqual(created.case_id, mine.with_env(self.env))
        free = self.order().with_user(self.both)
        free.action_open_case()
        self.assertEqual(free.case_id.partner_id, self.ann)

    def test_the_case_of_another_team_is_not_shown(self):
        """Own cases only: the order of the clerk's case does not tell of it."""
        team = self.env["repair.case.team"].create(
            {"name": "Others", "company_id": self.company.id}
        )
        self.leak.team_id = team
        order = self.repaired.with_user(self.both)
        self.assertFalse(order.case_id)
        self.assertEqual(
            order.web_read({"case_id": {"fields": {"display_name": {}}}})[0]["case_id"], False
        )
        self.assertFalse(order.search([("case_id", "=", self.leak.id)]))
        self.assertFalse(order.search([("case_id", "ilike", "leaks")]))
        with self.assertRaisesRegex(UserError, "a case that you cannot see"):
            order.case_id = False
        self.assertEqual(self.repaired.case_id, self.leak)

    def test_confidential_cases_stay_so(self):
        self.leak.is_confidential = True
        order = self.repaired.with_user(
            self.make("rb_all", DESK % "user_all", "stock.group_stock_user")
        )
        self.assertFalse(order.case_id)
        self.assertFalse(order.search([("case_id", "=", self.leak.id)]))
        self.assertNotIn("Washer leaks", str(order.read()))
        for name in ("linked_case_id", "linked_case_id.name"):
            with self.assertRaises(AccessError):
                order.search([(name, "!=", False)])
        with self.assertRaises(AccessError):
            order.read(["linked_case_id"])
        with self.assertRaises(AccessError):
            order.write({"linked_case_id": False})
        self.assertEqual(
            self.repaired.with_user(self.chief).case_id, self.leak.with_user(self.chief)
        )

    def test_sales_without_desk_rights(self):
        sale = self.sell(self.repaired, 40, confirm=False).with_user(self.seller)
        shown = self.view_fields(sale)
        self.assertIn("repair_offered_pricelist_id", shown)
        self.assertFalse({"repair_value_tier_id", "repair_service_level_id"} & shown)
        self.view_fields(sale, "list")
        sale.action_confirm()
        sale.order_line.price_unit = 45
        self.commit()
        self.assertEqual(self.leak.amount, 45)

    def test_portal_users_learn_nothing(self):
        portal = new_test_user(self.env, "rb_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.ann
        sale = self.sell(self.order(portal.partner_id), 40)
        mine = sale.with_user(portal)
        mine.read(["name", "amount_untaxed"])
        visible = mine.fields_get()
        self.assertFalse([name for name in visible if name.startswith(("repair_", "offered_"))])
        partner = portal.partner_id.with_user(portal)
        self.assertFalse([name for name in partner.fields_get() if name.startswith("repair_off")])
        device = self.env["repair.device"].with_user(portal)
        self.assertNotIn("lot_id", device.fields_get())
        with self.assertRaises(AccessError):
            mine.read(["repair_value_tier_id"])

    def test_another_company_is_not_shown(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        other.repair_policy_id.min_population = 0
        foreign = new_test_user(
            self.env,
            "rb_foreign",
            groups=f"base.group_user,stock.group_stock_user,{DESK % 'manager'}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        orders = self.env["repair.order"].with_user(foreign)
        orders = orders.with_context(allowed_company_ids=other.ids)
        self.assertFalse(orders.search([("id", "=", self.repaired.id)]))
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        order = orders.create(
            {
                "partner_id": self.ann.id,
                "company_id": other.id,
                "picking_type_id": warehouse.repair_type_id.id,
            }
        )
        self.assertFalse(order.repair_value_tier_id, "the tier of the other company")
        self.view_fields(order)

    def test_a_refusal_does_not_quote_the_row_of_an_order(self):
        """The row has the case in it, which the workshop may not know of."""
        order = self.repaired.with_user(self.worker)
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT refused")
        with mute_logger("odoo.sql_db"), self.assertRaises(ValidationError) as refusal:
            order.write({"picking_type_id": False})
            order.flush_recordset()
        self.env.cr.execute("ROLLBACK TO SAVEPOINT refused")
        self.env.invalidate_all(flush=False)
        told = "".join(traceback.format_exception(refusal.exception))
        self.assertNotIn("Failing row", told)
