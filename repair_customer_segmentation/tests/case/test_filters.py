from odoo.tests import tagged, users

from ..bases.desk import MONDAY, DeskCase

TEXT = [(op, "75") for op in ("=", "!=", "ilike", "not ilike", "=ilike", "like")] + [
    ("=", False), ("!=", False), ("in", ["75"]), ("not in", ["75", False]),
]  # fmt: skip
RECORD = [
    ("=", 1), ("!=", 1), ("in", [1]), ("not in", [1]), ("in", [1, False]), ("=", False),
    ("!=", False), ("ilike", "75"), ("not ilike", "75"), ("=", "75"), ("in", ["75"]),
]  # fmt: skip
BOOLEAN = [
    ("=", True), ("=", False), ("!=", True), ("!=", False), ("in", [True]), ("in", [False]),
    ("in", [True, False]), ("not in", [True]), ("not in", [False]), ("in", []), ("not in", []),
]  # fmt: skip
NUMBER = [
    (op, value) for op in ("=", "!=", "<", ">", "<=", ">=") for value in (0, 3)
] + [("=", False), ("!=", False), ("in", [0, 3]), ("not in", [0, 3])]  # fmt: skip
DAY = [(op, "2025-01-13") for op in ("=", "!=", "<", ">", "<=", ">=")] + [
    ("=", False), ("!=", False), (">=", "today -7d"), ("<", "today +1d"),
]  # fmt: skip
CONDITIONS = {
    "char": TEXT, "text": TEXT, "html": TEXT,
    "many2one": RECORD, "one2many": RECORD, "many2many": RECORD,
    "boolean": BOOLEAN,
    "integer": NUMBER, "float": NUMBER, "monetary": NUMBER,
    "date": DAY, "datetime": DAY,
}  # fmt: skip
# Asked by the tier matrix alone, in a form of its own.
SPECIAL = {("repair.customer.profile", "tier_move")}


@tagged("post_install", "-at_install")
class TestFilters(DeskCase):
    """What the editor of custom filters offers gives an answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("rcs_manager", "manager", "amount")

    @users("rcs_manager")
    def test_every_field_answers_every_condition(self):
        for model in sorted(self.env.registry):
            if not (model.startswith("repair.") or model == "res.partner"):
                continue
            records = self.env[model]
            if records._abstract or records._transient or not records.has_access("read"):
                continue
            fields = records.fields_get(attributes=["type", "searchable", "selection"])
            for name, field in fields.items():
                ours = model != "res.partner" or name.startswith("repair_")
                if not ours or not field["searchable"] or (model, name) in SPECIAL:
                    continue
                for operator, value in self.conditions(field):
                    with self.subTest(model=model, field=name, operator=operator, value=value):
                        records.search([(name, operator, value)], limit=1)

    def conditions(self, field):
        if field["type"] == "selection":
            keys = [key for key, _label in field["selection"][:2]]
            return [
                *((operator, key) for operator in ("=", "!=") for key in (*keys, False)),
                ("in", [*keys, False]),
                ("not in", keys),
            ]
        return CONDITIONS.get(field["type"], [])

    @users("rcs_manager")
    def test_escalated_is_found_by_the_name_of_the_step(self):
        first, second = self.env["repair.service.escalation"].create(
            [
                {"clock": "resolution", "percent": 61, "target": "leader"},
                {"clock": "response", "percent": 62, "target": "leader"},
            ]
        )
        told, untold = self.case(), self.case()
        told.sudo().escalation_ids = first
        ours = [("id", "in", (told | untold).ids)]
        cases = self.env["repair.case"]
        for condition, found in (
            (("escalation_ids", "ilike", "61"), told),
            (("escalation_ids", "not ilike", "61"), untold),
            (("escalation_ids", "ilike", "62"), cases),
            (("escalation_ids.name", "=", first.name), told),
            (("escalation_ids", "=", False), untold),
        ):
            with self.subTest(condition=condition):
                self.assertEqual(cases.search([*ours, condition]), found)
        self.assertEqual(
            self.env["repair.service.escalation"].name_search("62%: Team leader"),
            [(second.id, second.name)],
        )

    @users("rcs_manager")
    def test_untouched_both_ways(self):
        self.company.sudo().repair_untouched_hours = 8
        quiet, fresh = self.case(), self.case()
        quiet.sudo().untouched_date = MONDAY
        ours = [("id", "in", (quiet | fresh).ids)]
        for values, found in (([True], quiet), ([False], fresh), ([True, False], quiet | fresh)):
            with self.subTest(values=values):
                self.assertEqual(
                    self.env["repair.case"].search([*ours, ("is_untouched", "in", values)]), found
                )

    @users("rcs_manager")
    def test_customers_by_the_name_of_their_level(self):
        self.policy.sudo().classify()
        self.history([(self.ann, "2025-01-01", 5)])
        self.policy.sudo().classify()
        profiles = self.env["repair.customer.profile"]
        ours = [("partner_id", "=", self.ann.id)]
        for condition, found in (
            (("service_level_id", "ilike", "basi"), 1),
            (("service_level_id", "not ilike", "basi"), 0),
            (("service_level_id", "ilike", "best"), 0),
            (("service_level_id.name", "=", "Basic"), 1),
        ):
            with self.subTest(condition=condition):
                self.assertEqual(profiles.search_count([*ours, condition]), found)
