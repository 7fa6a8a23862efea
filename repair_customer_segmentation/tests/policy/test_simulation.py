from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from ..bases.common import AS_OF, SegmentationCase

MOMENT = "_this_moment"


@tagged("post_install", "-at_install")
class TestSimulation(SegmentationCase):
    """Ten customers of 100 to 1,000; high value are the two best, then the four best."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.min_population = 0
        cls.people = cls.customers(10)
        cls.history(
            [(p, "2025-06-01", 100 * i) for i, p in enumerate(cls.people, start=1)]
            + [(cls.people[6], "2025-06-02", 0, {"is_rework": True})]
        )
        cls.policy.classify(as_of=AS_OF)
        cls.draft = cls.policy._new_version()
        cls.high, cls.low = cls.policy.value_tier_ids
        cls.user("rcs_manager", "manager")
        cls.user("rcs_user", "user_all")

    def setUp(self):
        super().setUp()
        self.patch(type(self.policy), MOMENT, lambda policy: AS_OF)

    def top(self, percent):
        self.draft.value_tier_ids[0].criterion_ids.percent = percent

    def dimension(self, name="value", draft=None):
        result = (draft or self.draft).simulate()
        return next(d for d in result["dimensions"] if d["name"] == name)

    def cells(self, dimension):
        names = {t["id"]: t["name"] for t in (*dimension["rows"], *dimension["columns"])}
        return {
            (names[c["from"]], names[c["to"]]): (c["customers"], c["repairs"], c["amount"])
            for c in dimension["cells"]
        }

    def test_unchanged_rules_move_nobody(self):
        result = self.draft.simulate()
        self.assertEqual(result["customers"], 10)
        self.assertEqual([d["moved"] for d in result["dimensions"]], [0] * 8)
        self.assertEqual([d["movers"] for d in result["dimensions"]], [[]] * 8)

    def test_the_matrix(self):
        self.top(40)
        value = self.dimension()
        self.assertEqual(value["moved"], 2)
        self.assertEqual(
            self.cells(value),
            {
                ("High Value", "High Value"): (2, 2, 1900),
                ("Ordinary", "High Value"): (2, 2, 1500),
                ("Ordinary", "Ordinary"): (6, 6, 2100),
            },
        )
        moved = next(c for c in value["cells"] if c["from"] != c["to"])
        self.assertEqual(moved["from"], self.low.id)
        self.assertEqual(moved["to"], self.high.id)
        self.assertEqual(round(moved["share"], 2), round(100 * 1500 / 5500, 2))

    def test_the_top_movers(self):
        self.top(40)
        self.assertEqual(
            [(m["id"], m["amount"]) for m in self.dimension()["movers"]],
            [(self.people[7].id, 800), (self.people[6].id, 700)],
        )

    def test_the_load(self):
        """The rework of the seventh customer is a case of its level, too."""
        self.top(40)
        self.assertEqual(
            [(t["name"], t["before"], t["after"]) for t in self.draft.simulate()["load"]],
            [("VIP", 2, 5), ("Standard", 9, 6)],
        )

    def test_it_is_what_activation_brings(self):
        self.top(40)
        self.draft.write({"cut_method": "fixed", "abc_share_a": 50})
        results = {d["name"]: d for d in self.draft.simulate()["dimensions"]}
        self.draft._activate()
        self.draft.classify(as_of=AS_OF)
        for name in ("value", "frequency", "rfm", "abc"):
            expected = {}
            for cell in results[name]["cells"]:
                expected[cell["to"]] = expected.get(cell["to"], 0) + cell["customers"]
            counts = self.env["repair.customer.profile"]._read_group(
                [("company_id", "=", self.company.id)], [f"{name}_tier_id"], ["__count"]
            )
            self.assertEqual({tier.id: count for tier, count in counts}, expected, name)

    def test_nothing_is_written(self):
        self.top(40)
        before = self.profile_of(self.people[6]).value_tier_id
        runs = self.env["repair.segmentation.run"].search_count([])
        self.draft.simulate()
        self.env.invalidate_all()
        self.assertEqual(self.profile_of(self.people[6]).value_tier_id, before)
        self.assertEqual(self.env["repair.segmentation.run"].search_count([]), runs)

    def test_archived_customers_are_in_no_figure(self):
        """The best of ten is gone: nine are left, and only one of them is a fifth of them."""
        self.people[9].active = False
        self.top(20)
        value = self.dimension()
        self.assertEqual(
            self.cells(value),
            {
                ("High Value", "High Value"): (1, 1, 900),
                ("Ordinary", "Ordinary"): (8, 8, 3600),
            },
        )
        self.assertEqual(sum(cell["share"] for cell in value["cells"]), 100)
        self.assertEqual(self.draft.simulate()["customers"], 9)
        load = {row["name"]: row["before"] for row in self.draft.simulate()["load"]}
        self.assertEqual(load, {"VIP": 1, "Standard": 9})

    def test_overrides_win(self):
        self.env["repair.segmentation.override"].create(
            {
                "partner_id": self.people[6].id,
                "company_id": self.company.id,
                "tier_id": self.low.id,
                "reason": "Pays late",
                "date_start": "2025-06-30",
            }
        )
        self.top(40)
        self.assertEqual(self.dimension()["moved"], 1)

    def test_tiers_of_one_side_only(self):
        preset = self.env.ref("repair_customer_segmentation.repair_segmentation_policy_vip")
        wizard = self.env["repair.segmentation.preset"].create(
            {"policy_id": self.draft.id, "preset_id": preset.id}
        )
        wizard.action_apply_preset()
        value = self.dimension()
        self.assertEqual([t["name"] for t in value["rows"]], ["High Value", "Ordinary"])
        self.assertEqual([t["name"] for t in value["columns"]], ["VIP", "Regular", "Potential"])
        self.assertEqual(value["moved"], 10)

    def test_the_customers_of_a_cell(self):
        self.top(40)
        action = self.draft.action_view_simulated("value", self.low.id, self.high.id)
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.partner_id, self.people[6] | self.people[7])
        self.assertEqual(action["name"], "Ordinary → High Value")
        with self.assertRaisesRegex(UserError, "Unknown dimension “x”"):
            self.draft.action_view_simulated("x", self.low.id, self.high.id)

    def test_customers_who_were_never_classified(self):
        late = self.customer("Late")
        self.history([(late, "2025-06-01", 50)])
        self.assertEqual(self.dimension()["rows"][-1], {"id": False, "name": "None", "color": 0})
        action = self.draft.action_view_simulated("value", False, self.low.id)
        self.assertEqual(action["res_model"], "res.partner")
        self.assertEqual(self.env["res.partner"].search(action["domain"]), late)

    def test_what_cannot_be_simulated(self):
        template = self.env.ref("repair_customer_segmentation.repair_segmentation_policy_vip")
        with self.assertRaisesRegex(UserError, "is a template"):
            template.simulate()
        self.tier("New", self.draft).unlink()
        with self.assertRaisesRegex(ValidationError, "the cells 51 belong to no segment"):
            self.draft.simulate()

    @users("rcs_manager")
    def test_managers_simulate(self):
        result = self.draft.with_env(self.env).simulate()
        self.assertTrue(result["sees_amounts"])

    @users("rcs_user")
    def test_users_do_not(self):
        draft = self.draft.with_env(self.env)
        with self.assertRaises(AccessError):
            draft.simulate()
        with self.assertRaises(AccessError):
            draft.action_view_simulated("value", False, False)
