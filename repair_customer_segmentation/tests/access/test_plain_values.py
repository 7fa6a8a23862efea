from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged, users

from ...fields import MOST
from ..bases.common import AS_OF, SegmentationCase

FAR = ("0001-01-01 00:00:00", "9999-12-31 23:59:59")


class RefusedCase(SegmentationCase):
    def assertRefused(self, action, *texts):
        """Check that an action is refused in words that have all these texts."""
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            action()
            self.env.flush_all()
        self.assertNotIsInstance(refusal.exception, AccessError)
        for text in texts:
            self.assertIn(text, str(refusal.exception))


@tagged("post_install", "-at_install")
class TestPlainValues(RefusedCase):
    """What integrations send: understood, or refused in words, never by a traceback."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.min_population = 0
        cls.ann = cls.customer("Ann")
        cls.history([(cls.ann, "2025-06-01", 900)] * 4)
        cls.policy.classify(as_of=AS_OF)
        cls.user("rcs_manager", "manager")
        cls.user("rcs_user", "user")

    def device(self, **values):
        return self.env["repair.device"].create(
            {"name": "Kettle", "partner_id": self.ann.id, **values}
        )

    def test_a_serial_number_that_is_a_number(self):
        self.assertEqual(self.device(serial_number=12345).serial_number, "12345")
        self.assertEqual(self.device(serial_number=777.0).serial_number, "777")
        device = self.device(serial_number=0)
        self.assertEqual(device.serial_number, "0")
        device.serial_number = 98
        self.assertEqual(device.serial_number, "98")

    def test_a_serial_number_that_is_no_text(self):
        for value in (["x"], {"a": 1}, True, "a\0b"):
            with self.subTest(value=value):
                self.assertRefused(lambda v=value: self.device(serial_number=v), "Serial Number")
        self.assertRefused(lambda: self.device(serial_number="9" * 20_000), "20000 characters")

    def test_days_that_no_calendar_has(self):
        case = self.history([(self.ann, "2025-06-01", 1)])
        device = self.device()
        for value in (*FAR, "soon", 5, "31.12.2026"):
            for record, name in (
                (case, "date_open"),
                (case, "date_closed"),
                (device, "purchase_date"),
                (device, "warranty_date"),
            ):
                label = record._fields[name]._description_string(self.env)
                day = value[:10] if name.endswith("_date") and value in FAR else value
                with self.subTest(field=name, value=value):
                    self.assertRefused(lambda r=record, n=name, v=day: r.write({n: v}), label)
                    new = {"name": "New", "partner_id": self.ann.id, name: day}
                    self.assertRefused(lambda r=record, v=new: r.create(v), label)

    @users("rcs_manager")
    def test_overrides_until_a_day_that_no_calendar_has(self):
        tier = self.policy.value_tier_ids[:1]
        for value in FAR:
            self.assertRefused(
                lambda v=value: self.env["repair.segmentation.override"].create(
                    {
                        "partner_id": self.ann.id,
                        "dimension": "value",
                        "tier_id": tier.id,
                        "reason": "Test",
                        "date_end": v,
                    }
                ),
                "“Until”",
            )

    @users("rcs_manager")
    def test_classifying_as_of_a_day_that_no_calendar_has(self):
        policy = self.policy.with_env(self.env)
        for value in (*FAR, "tomorrow", 7):
            self.assertRefused(lambda v=value: policy.classify(as_of=v), "“As of”")

    @users("rcs_user")
    def test_cells_that_the_tier_matrix_does_not_have(self):
        matrix = self.env["repair.tier.matrix"]
        days = ("2025-01-01", "2025-07-01")
        for question in (
            ("value", None, None, None, None),
            ("value", "", "", "", ""),
            ("value", "soon", "later", None, None),
            ("value", "0001-01-01", "9999-12-31", None, "none"),
            ("value", 5, 6, None, None),
            ("value", *days, "nowhere", None),
            ("value", *days, None, 7),
            ("value", *days, ["none"], None),
            (None, *days, None, None),
            ([], *days, None, None),
            ("colour", *days, None, None),
        ):
            with self.subTest(question=question):
                self.assertRefused(lambda q=question: matrix.open_cell(*q, "Title"))
        for question in (("value", *FAR), ("value", "soon"), ({},), ("value", 5, 6)):
            with self.subTest(matrix=question):
                self.assertRefused(lambda q=question: matrix.get_matrix(*q))
        profiles = self.env["repair.customer.profile"]
        for value in ("", "|", "value|2025-01-01", "value|x|y||", 5, False, True, "a|b|c|d|e|f"):
            with self.subTest(tier_move=value):
                self.assertRefused(lambda v=value: profiles.search([("tier_move", "=", v)]))
        # An empty cell of the matrix is one that nobody is in.
        for cell in (("none", "none"), (None, "none"), ("none", None)):
            action = matrix.open_cell("value", *days, *cell, "Title")
            self.env[action["res_model"]].search(action["domain"])

    @users("rcs_user")
    def test_numbers_compared_with_text(self):
        for model, names in (
            ("repair.customer.profile", ("recency_days", "tenure_days")),
            ("res.partner", ("repair_quality", "repair_count", "repair_mean_interval_days")),
        ):
            for name in names:
                label = self.env[model]._fields[name]._description_string(self.env)
                for operator in ("=", "!=", "<", ">=", "in"):
                    for value in ("many", [], {}):
                        if operator in ("=", "!=", "in") and value != "many":
                            continue
                        leaf = (name, operator, [value] if operator == "in" else value)
                        with self.subTest(leaf=leaf):
                            self.assertRefused(
                                lambda m=model, part=leaf: self.env[m].search([part]), label
                            )
                    # A number that came as text, as from a spreadsheet, is one.
                    if operator != "in":
                        self.env[model].search([(name, operator, "3")])
        for value in FAR:
            self.assertRefused(
                lambda v=value: self.env["repair.customer.profile"].search([("falls_on", "<", v)])
            )

    @users("rcs_manager")
    def test_templates_and_versions_open(self):
        policies = self.env["repair.segmentation.policy"].search([])
        self.assertTrue(policies.filtered(lambda policy: not policy.company_id))
        for policy in policies:
            [values] = policy.web_read({"version_ids": {"fields": {"name": {}}}, "name": {}})
            self.assertEqual(bool(values["version_ids"]), bool(policy.company_id))

    def test_why_where_an_override_is_archived(self):
        tiers = self.policy.value_tier_ids.sorted("sequence")
        overrides = self.env["repair.segmentation.override"]
        values = {
            "partner_id": self.ann.id,
            "company_id": self.company.id,
            "dimension": "value",
            "reason": "Once",
            "date_start": AS_OF - timedelta(days=9),
        }
        for tier in tiers[:2]:
            overrides.search([]).action_archive()
            self.env.flush_all()
            overrides.create({**values, "tier_id": tier.id})
        self.policy.classify(as_of=AS_OF)
        for active_test in (True, False):
            profile = self.profile_of(self.ann).with_context(active_test=active_test)
            self.assertIn("Once", str(profile.explanation))
            self.assertIn(tiers[1].name, profile.badge_marks["value"]["override"])
        overrides.search([]).action_archive()
        profile.invalidate_recordset()
        self.assertNotIn("Once", str(profile.with_context(active_test=False).explanation))


@tagged("post_install", "-at_install")
class TestBounds(RefusedCase):
    """No setting takes a number that would break pages, runs or clocks."""

    # Written by the engine, never typed.
    ENGINE = {"repair.segmentation.run", "repair.customer.profile", "repair.customer.outlook"}

    def numbers(self):
        """Yield each number, day and moment that somebody can type, as record and field."""
        for name, model in sorted(self.env.registry.items()):
            if not model._auto or name in self.ENGINE:
                continue
            for field in model._fields.values():
                ours = field._modules and field._modules[0] == "repair_customer_segmentation"
                typed = ours and field.store and not field.readonly and not field.related
                kinds = ("integer", "float", "monetary")
                if typed and field.type in kinds and field.name not in ("parent_path",):
                    yield name, field

    def test_every_number_that_can_be_typed_has_bounds(self):
        unbounded = [
            str(field) for _name, field in self.numbers() if not getattr(field, "bounds", None)
        ]
        self.assertEqual(unbounded, [], "give them bounds, see fields.py")

    def test_what_no_column_holds_is_refused_in_words(self):
        for name, field in self.numbers():
            record = self.env[name].with_context(active_test=False).search([], limit=1)
            if name == self.policy._name:
                record = self.policy
            low, high = field.bounds
            label = field._description_string(self.env)
            for value in (high + 1, low - 1, float("inf"), float("nan"), 2**63, "many"):
                with self.subTest(field=str(field), value=value):
                    self.assertRefused(
                        lambda r=record, f=field, v=value: (
                            r.write({f.name: v}) if r else f.checked(v, r)
                        ),
                        f"“{label}”",
                    )

    def test_the_settings_of_a_company(self):
        for name in ("repair_rework_days", "repair_untouched_hours"):
            self.assertRefused(lambda n=name: self.company.write({n: MOST}), "2147483647", "0 to")
            settings = self.env["res.config.settings"].create({})
            self.assertRefused(lambda n=name, s=settings: s.write({n: MOST}), "2147483647")
        self.assertRefused(lambda: self.policy.write({"grace_days": MOST}), "Grace Period (Days)")
        self.assertRefused(
            lambda: self.env["product.template"].create(
                {"name": "Kettle", "repair_warranty_months": MOST}
            ),
            "Warranty (Months)",
        )

    def test_the_most_of_each_works(self):
        """A page, a run and the clocks, with every setting at its highest."""
        self.company.write({"repair_rework_days": 36_500, "repair_untouched_hours": 8_760})
        self.policy.write({"grace_days": 36_500, "window_months": 1_200})
        team = self.env["repair.case.team"].create(
            {"name": "Team", "company_id": self.company.id, "mail_reopen_days": 36_500}
        )
        level = self.env["repair.service.level"].create(
            {
                "name": "Slow",
                "company_id": self.company.id,
                "head_start": 8_760,
                "target_ids": [
                    fields.Command.create(
                        {"priority": p, "response_hours": 8_760, "resolution_hours": 8_760}
                    )
                    for p in "0123"
                ],
            }
        )
        self.company.repair_service_level_id = level
        ann = self.customer("Ann")
        device = self.env["repair.device"].create({"name": "Kettle", "partner_id": ann.id})
        case = self.history(
            [(ann, fields.Datetime.now(), 1, {"team_id": team.id, "device_id": device.id})]
        )
        case.read()
        case.action_close()
        self.assertTrue(case._reopen_until())
        self.policy.classify()
        self.profile_of(ann).read()

    def test_a_form_hears_of_it_while_it_is_filled_in(self):
        case = self.env["repair.case"]
        for value in FAR:
            with self.assertRaises(ValidationError):
                case.onchange(
                    {"date_open": value, "name": "x"},
                    ["date_open"],
                    {"date_open": {}, "response_deadline": {}, "queue_date": {}},
                )


@tagged("post_install", "-at_install")
class TestMatrixAccess(SegmentationCase):
    """The tier matrix answers whom customers are for, in each of its methods."""

    def test_others_are_refused(self):
        employee = self.user("rcs_employee")
        portal = new_test_user(self.env, "rcs_portal", groups="base.group_portal")
        public = self.env.ref("base.public_user")
        days = ("2025-01-01", "2025-07-01")
        for user in (employee, portal, public):
            matrix = self.env["repair.tier.matrix"].with_user(user)
            for action in (
                matrix.get_matrix,
                lambda m=matrix: m.open_cell("value", *days, None, None, "Title"),
                lambda m=matrix: m.open_cell("value", *days, None, "none", "Title"),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    action()
