from odoo.tests import tagged, users, warmup

from .bases.common import AS_OF, SegmentationCase

SIZE = 80


@tagged("post_install", "-at_install")
class TestQueryCounts(SegmentationCase):
    """What the web client asks for most, by who may see amounts and who may not.

    The numbers are those of the addon with what it depends on; they may only shrink.
    """

    TIERS = ("value_tier_id", "frequency_tier_id", "rfm_tier_id", "abc_tier_id")
    DESCRIPTIVE = ("kind_tier_id", "size_tier_id", "location_tier_id", "need_tier_id")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(SIZE)
        cls.cases = cls.history(
            [(partner, "2025-06-01", 10 * i) for i, partner in enumerate(cls.people, start=1)]
        )
        cls.policy.classify(as_of=AS_OF)
        cls.env.cr.flush()
        cls.profiles = cls.env["repair.customer.profile"].search(
            [("company_id", "=", cls.company.id)]
        )
        cls.user("rcs_user", "user_all")
        cls.user("rcs_manager", "manager")

    def tiers(self, prefix=""):
        return {f"{prefix}{name}": {"fields": {"display_name": {}}} for name in self.TIERS}

    def read_list(self, records, specification):
        found = (
            self.env[records._name]
            .browse()
            .web_search_read([("id", "in", records.ids)], specification, limit=SIZE + 1)
        )
        self.assertEqual(len(found["records"]), len(records))
        return found["records"]

    @users("rcs_user", "rcs_manager")
    @warmup
    def test_list_of_profiles(self):
        with self.assertQueryCount(7):
            self.read_list(
                self.profiles,
                {
                    "partner_id": {"fields": {"display_name": {}}},
                    "recency_days": {},
                    "repair_count": {},
                    "last_repair_date": {},
                    "value_tier_color": {},
                    **self.tiers(),
                },
            )

    @users("rcs_user", "rcs_manager")
    @warmup
    def test_list_of_partners(self):
        with self.assertQueryCount(10):
            self.read_list(
                self.people,
                {
                    "display_name": {},
                    "repair_count": {},
                    "repair_last_date": {},
                    "repair_open_case_count": {},
                    "repair_value_color": {},
                    **self.tiers("repair_"),
                },
            )

    @users("rcs_user", "rcs_manager")
    @warmup
    def test_list_of_cases(self):
        # One is the user's own row, by which the followers of confidential cases are found.
        with self.assertQueryCount(9):
            self.read_list(
                self.cases,
                {
                    "reference": {},
                    "name": {},
                    "partner_id": {"fields": {"display_name": {}}},
                    "stage_id": {"fields": {"display_name": {}}},
                    "priority": {},
                    "value_tier_id": {"fields": {"display_name": {}}},
                    "frequency_tier_id": {"fields": {"display_name": {}}},
                    "rfm_tier_id": {"fields": {"display_name": {}}},
                    "value_tier_color": {},
                },
            )

    @users("rcs_user", "rcs_manager")
    def test_lists_do_not_grow_by_the_row(self):
        for records in (self.profiles, self.people, self.cases):
            prefix = "repair_" if records == self.people else ""
            names = self.TIERS[:3] if records == self.cases else self.TIERS
            industry = "customer_industry_id" if records == self.cases else f"{prefix}industry_id"
            names = [f"{prefix}{name}" for name in (*names, *self.DESCRIPTIVE)]
            tiers = {name: {"fields": {"display_name": {}}} for name in (*names, industry)}
            counts = []
            for size in (1, 1, SIZE):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.read_list(records[:size], tiers)
                counts.append(self.env.cr.sql_log_count - before)
            with self.subTest(model=records._name):
                self.assertEqual(counts[2], counts[1])

    @users("rcs_user", "rcs_manager")
    @warmup
    def test_form_of_a_case(self):
        names = [
            name
            for name, field in self.env["repair.case"]
            .get_views([(False, "form")])["models"]["repair.case"]["fields"]
            .items()
            if field["type"] not in ("one2many", "many2many")
        ]
        case = self.cases[0].with_env(self.env)
        self.env.invalidate_all()
        # One counts the complaints about it.
        with self.assertQueryCount(12):
            case.web_read({name: {} for name in names})

    def values(self, count):
        return [{"name": f"Case {i}", "partner_id": self.people[i % SIZE].id} for i in range(count)]

    @users("rcs_user", "rcs_manager")
    @warmup
    def test_create_a_case(self):
        """Without the chatter, Odoo's own affair; one query finds the contract that covers it."""
        with self.assertQueryCount(13):
            self.env["repair.case"].with_context(tracking_disable=True).create(self.values(1))
            self.env.cr.flush()

    @users("rcs_user", "rcs_manager")
    def test_create_many_cases(self):
        """One query for each more: its reference is counted on."""
        cases = self.env["repair.case"].with_context(tracking_disable=True)
        counts = []
        for size in (1, 100, 200):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases.create(self.values(size))
            self.env.cr.flush()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2] - counts[1], 1.05 * 100)

    @users("rcs_manager")
    def test_classifying_takes_as_many_queries_for_one_as_for_all(self):
        policy = self.policy.with_env(self.env)
        policy.classify(as_of=AS_OF)
        counts = []
        for size in (1, SIZE):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            policy.classify(as_of=AS_OF, partner_ids=self.people[:size].ids)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
