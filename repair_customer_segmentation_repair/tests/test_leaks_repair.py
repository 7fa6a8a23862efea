# pylint: disable=cell-var-from-loop
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import AS_OF
from odoo.addons.repair_customer_segmentation.tests.bases.leaks import NUMBER, SECRET, LeakTests

from .common import RepairOrderCase

DESK = "repair_customer_segmentation.group_%s"
STOCK = "stock.group_stock_user"
SALES = "sales_team.group_sale_salesman_all_leads"


@tagged("post_install", "-at_install")
class TestLeaksRepair(LeakTests, RepairOrderCase):
    """A document of the workshop or of sales tells no more of its customer than the desk does."""

    unasked = (
        ("res.partner", ("repair_amount", ">", 1)),
        ("repair.segmentation.tier", ("criterion_ids.value", ">", 1)),
        ("sale.order", ("repair_value_tier_id.criterion_ids.value", ">", 1)),
        ("repair.order", ("repair_value_tier_id.criterion_ids.value", ">", 1)),
        ("repair.order", ("repair_profile_id.amount", ">", 1)),
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.min_population = 0
        cls.history([(cls.ann, "2025-06-01", NUMBER)])
        cls.policy.value_tier_ids.criterion_ids[:1].value = NUMBER
        cls.policy.classify(as_of=AS_OF)
        cls.lookers = {
            "portal": new_test_user(cls.env, "rl_portal", groups="base.group_portal"),
            "employee": cls.make("rl_employee"),
            "stock": cls.make("rl_stock", STOCK),
            "sales": cls.make("rl_sales", SALES),
            "user": cls.make("rl_user", DESK % "user", STOCK, SALES),
        }
        cls.lookers["portal"].partner_id.parent_id = cls.ann
        cls.secret = cls.case(name=f"{SECRET} subject", description=f"<p>{SECRET} description</p>")
        cls.worked = cls.env["repair.order"].browse(
            cls.secret.action_create_repair_order()["res_id"]
        )
        cls.worked.partner_id = cls.ann
        cls.sold = cls.sell(cls.order(cls.lookers["portal"].partner_id), 40)
        cls.secret.user_id = cls.make("rl_boss", DESK % "manager")
        cls.secret.is_confidential = True
        cls.secret.message_post(body=SECRET, subject=SECRET)
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        cls.env.invalidate_all()

    @classmethod
    def make(cls, login, *groups):
        return new_test_user(
            cls.env,
            login,
            groups=",".join(["base.group_user", *groups]),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def as_user(self, role):
        context = {"allowed_company_ids": self.lookers[role].company_ids.ids}
        return self.env(user=self.lookers[role].id, su=False, context=context)

    def text_holders(self):
        pairs = super().text_holders()
        self.assertIn(("repair.case", "description"), pairs)
        self.assertNotIn(("repair.order", "internal_notes"), pairs)
        return pairs

    def test_the_tiers_of_an_order_are_for_the_desk(self):
        """As a portal user and a user of Inventory asked before."""
        for role, model in (
            ("portal", "sale.order"),
            ("sales", "sale.order"),
            ("stock", "repair.order"),
        ):
            orders = self.as_user(role)[model]
            self.assertTrue(orders.search([("partner_id", "!=", False)]), "there is one to ask of")
            for ask in (
                lambda: orders.search([("repair_value_tier_id", "!=", False)]),  # noqa: B023
                lambda: orders.search(  # noqa: B023
                    [("repair_value_tier_id.policy_id.tier_ids.criterion_ids.value", ">", 1)]
                ),
                lambda: orders.search([("repair_value_color", ">", 0)]),  # noqa: B023
                lambda: orders.search([], order="repair_value_tier_id"),  # noqa: B023
                lambda: orders.formatted_read_group([], ["repair_rfm_tier_id"], []),  # noqa: B023
                lambda: orders.search([]).read(["repair_value_tier_id"]),  # noqa: B023
            ):
                with self.assertRaises(AccessError):
                    ask()

    def test_the_desk_uses_them(self):
        orders = self.as_user("user")["repair.order"]
        tier = self.ann.repair_value_tier_id
        self.assertTrue(tier)
        found = orders.search([("repair_value_tier_id.name", "=", tier.name)])
        self.assertIn(self.worked, found)
        self.assertIn(self.worked, orders.search([], order="repair_value_tier_id desc"))
        groups = dict(orders._read_group([], ["repair_value_tier_id"], ["__count"]))
        self.assertIn(tier, groups)

    def test_an_order_does_not_tell_that_it_has_a_confidential_case(self):
        orders = self.as_user("user")["repair.order"]
        self.assertIn(self.worked, orders.search([("case_id", "=", False)]))
        for domain in (
            [("case_id", "!=", False)],
            [("case_id", "not in", [False])],
            ["!", ("case_id", "=", False)],
            [("case_id", "any", [("id", ">", 0)])],
        ):
            self.assertNotIn(self.worked, orders.search(domain), domain)
        self.assertIn(self.worked, self.env["repair.order"].search([("case_id", "!=", False)]))

    def make_confidential(self, notes=None, **values):
        """Return a case, an order of it, and whatever becomes of its notes."""
        case = self.case(name="Burnt fingers", description="<p>Ann was <b>hurt</b></p>", **values)
        order = self.env["repair.order"].browse(case.action_create_repair_order()["res_id"])
        if notes:
            order.internal_notes = notes(order.internal_notes)
        return case, order

    def test_the_words_of_a_case_leave_the_notes_when_it_becomes_confidential(self):
        case, order = self.make_confidential(lambda notes: notes + "<p>New pump fitted</p>")
        self.assertIn("Burnt fingers", order.internal_notes)
        case.is_confidential = True
        self.assertIn("New pump fitted", order.internal_notes)
        self.assertNotIn("Burnt", order.internal_notes)
        self.assertNotIn("hurt", order.internal_notes)
        self.assertIn("Burnt fingers", case.message_ids[0].body)
        self.assertIn(order.name, case.message_ids[0].body)

    def test_words_without_the_mark_take_the_notes_along(self):
        for notes in (
            lambda _notes: "<p>Burnt   fingers: mind the plug</p>",
            lambda _notes: "<div>Ann was hurt. Mind the plug</div>",
            lambda notes: notes.replace("o_repair_case_words", "another"),
        ):
            case, order = self.make_confidential(notes)
            case.is_confidential = True
            self.assertFalse(order.internal_notes)
            self.assertIn(order.name, case.message_ids[0].body)

    def test_copies_and_former_orders_lose_the_words_too(self):
        case, order = self.make_confidential()
        copy = order.copy()
        order.case_id = False
        case.is_confidential = True
        self.assertFalse(order.internal_notes)
        self.assertFalse(copy.internal_notes)

    def test_notes_that_were_there_before_the_case_stay(self):
        order = self.order(internal_notes="<p>Does not spin</p>")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE repair_order SET create_date = create_date - interval '1 day' WHERE id = %s",
            [order.id],
        )
        order.invalidate_recordset()
        case = self.env["repair.case"].browse(order.action_open_case()["res_id"])
        case.is_confidential = True
        self.assertIn("Does not spin", order.internal_notes)
