from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ..bases.common import SegmentationCase

NEW = GONE = "none"


def day(month, number=15):
    """Return noon of a day of 2025."""
    return datetime(2025, month, number, 12)


class MatrixCase(SegmentationCase):
    """Hand-made profiles and changes; a matrix from the end of March to the end of June."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2025-07-10 12:00:00"))
        cls.set_tiers(
            "value",
            [
                ("High", "all", [{"metric": "amount", "kind": "value", "value": 100}]),
                ("Middle", "all", [{"metric": "amount", "kind": "value", "value": 50}]),
                ("Low", "all", []),
            ],
        )
        cls.high, cls.middle, cls.low = cls.policy.value_tier_ids.sorted("sequence")
        cls.matrix = cls.env["repair.tier.matrix"]

    def known(self, name, since, tier, amount=0):
        """Create a customer who was first classified then and has this tier today."""
        partner = self.customer(name)
        self.env["repair.customer.profile"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "known_since": since,
                "value_tier_id": tier.id,
                "amount": amount,
            }
        )
        return partner

    def change(self, partner, date, before, after, cause="rule", **values):
        self.env["repair.segmentation.transition"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "dimension": "value",
                "date": date,
                "from_tier_id": before and before.id,
                "to_tier_id": after and after.id,
                "cause": cause,
                **values,
            }
        )

    def get(self, date_from="2025-03-31", date_to="2025-06-30", dimension="value"):
        """Return the matrix' cells by names: {(from, to): [customers, amount]}."""
        answer = self.matrix.with_env(self.env).get_matrix(dimension, date_from, date_to)
        names = {tier["key"]: tier["name"] for tier in answer["tiers"]} | {NEW: None}
        return {
            (names[key_from], names[key_to]): cell
            for key_from, row in answer["cells"].items()
            for key_to, cell in row.items()
        }

    def counts(self, *args, **kwargs):
        return {key: count for key, (count, _amount) in self.get(*args, **kwargs).items()}

    def listed(self, key_from, key_to, date_from="2025-03-31", date_to="2025-06-30"):
        """Return the names of the customers whom a click on a cell lists."""
        keys = [str(key.id) if key and key is not NEW else key for key in (key_from, key_to)]
        action = self.matrix.with_env(self.env).open_cell("value", date_from, date_to, *keys, "x")
        found = self.env[action["res_model"]].search(action["domain"])
        return sorted(found.mapped("display_name"))


@tagged("post_install", "-at_install")
class TestTierMatrix(MatrixCase):
    def test_nobody_ever_changed(self):
        self.known("Early", day(1), self.high, 10)
        self.assertEqual(self.get(), {("High", "High"): [1, 10]})

    def test_the_last_change_up_to_the_day_counts(self):
        ann = self.known("Ann", day(1), self.middle, 7)
        self.change(ann, day(2), self.low, self.middle)
        self.change(ann, day(3), self.middle, self.high)
        self.change(ann, day(5), self.high, self.low)
        self.change(ann, day(7, 3), self.low, self.middle)
        self.assertEqual(self.get(), {("High", "Low"): [1, 7]})

    def test_before_the_first_change_it_was_what_that_came_from(self):
        ann = self.known("Ann", day(1), self.high)
        self.change(ann, day(5), self.low, self.middle)
        self.change(ann, day(7, 3), self.middle, self.high)
        self.assertEqual(self.counts(), {("Low", "Middle"): 1})

    def test_the_end_of_the_day_includes_all_of_it_and_no_more(self):
        ann, bob = (self.known(name, day(1), self.high) for name in ("Ann", "Bob"))
        self.change(ann, datetime(2025, 3, 31, 23, 59, 59), self.low, self.high)
        self.change(bob, datetime(2025, 4, 1, 0, 0, 1), self.low, self.high)
        self.assertEqual(self.counts(), {("High", "High"): 1, ("Low", "High"): 1})

    def test_two_changes_of_one_moment_are_in_the_order_they_were_written(self):
        ann = self.known("Ann", day(1), self.high)
        self.change(ann, day(5), self.low, self.middle)
        self.change(ann, day(5), self.middle, self.high)
        self.assertEqual(self.counts(), {("Low", "High"): 1})

    def test_customers_first_classified_in_between_are_new(self):
        self.known("New", day(5), self.middle, 3)
        self.assertEqual(self.get(), {(None, "Middle"): [1, 3]})
        self.assertEqual(self.listed(NEW, self.middle), ["New"])

    def test_customers_first_classified_later_are_not_there(self):
        self.known("Later", day(7, 5), self.middle)
        self.assertEqual(self.get(), {})

    def test_rebuilt_months_tell_what_nobody_recorded(self):
        ann = self.known("Ann", day(7, 5), self.high)
        self.change(ann, datetime(2025, 4, 1), None, self.low, "backfill")
        self.change(ann, datetime(2025, 7, 1), self.low, self.middle, "backfill")
        self.assertEqual(self.counts(), {("Low", "Middle"): 1})
        self.assertEqual(self.counts("2025-02-28"), {(None, "Middle"): 1})

    def test_what_happened_goes_before_what_was_rebuilt(self):
        ann = self.known("Ann", day(5), self.high)
        self.change(ann, datetime(2025, 2, 1), None, self.low, "backfill")
        self.assertEqual(self.counts(), {("Low", "High"): 1})
        self.change(ann, day(7, 3), self.middle, self.high)
        self.assertEqual(self.counts(), {("Low", "Middle"): 1})

    def test_archived_customers_are_in_no_cell(self):
        """A cell counts whom it lists."""
        ann, bob = (self.known(name, day(1), self.high, 10) for name in ("Ann", "Bob"))
        for partner in (ann, bob):
            self.change(partner, day(5), self.high, self.low)
        bob.active = False
        self.assertEqual(self.get(), {("High", "Low"): [1, 10]})
        self.assertEqual(self.listed(self.high, self.low), ["Ann"])

    def test_customers_without_a_profile_are_gone(self):
        ann = self.customer("Ann")
        self.change(ann, day(2), self.low, self.high)
        self.assertEqual(self.counts(), {("High", None): 1})
        self.assertEqual(self.listed(self.high, GONE), ["Ann"])
        self.change(ann, day(7, 3), self.high, self.low)
        self.assertEqual(self.counts(), {("High", "High"): 1})

    def test_tiers_of_an_older_policy_are_one_with_their_namesakes(self):
        older = self.policy.copy({"name": "Older", "company_id": self.company.id})
        older_high = older.tier_ids.filtered(lambda tier: tier.name == "High")
        older_high.name = "High"
        ann, bob = (self.known(name, day(1), self.high) for name in ("Ann", "Bob"))
        self.change(ann, day(5), older_high, self.high, "policy")
        self.change(bob, day(5), self.high, self.middle)
        self.assertEqual(self.counts(), {("High", "High"): 1, ("High", "Middle"): 1})
        self.assertEqual(self.listed(self.high, self.high), ["Ann"])

    def test_tiers_of_an_older_policy_are_one_whatever_the_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        older = self.policy.copy({"name": "Older", "company_id": self.company.id})
        older_high = older.tier_ids.filtered(lambda tier: tier.name == "High")
        self.high.with_context(lang="fr_FR").name = "Haut"
        ann = self.known("Ann", day(1), self.high)
        self.change(ann, day(5), older_high, self.high, "policy")
        self.matrix = self.matrix.with_context(lang="fr_FR")
        self.env = self.env(context={**self.env.context, "lang": "fr_FR"})
        self.assertEqual(self.counts(), {("Haut", "Haut"): 1})

    def test_a_renamed_tier_is_the_same_and_its_old_name_another(self):
        """High becomes Gold, and a new tier is called High."""
        _ann, bob = (self.known(name, day(1), self.high) for name in ("Ann", "Bob"))
        draft = self.policy._new_version()
        copied = draft.value_tier_ids.filtered(lambda tier: tier.name == "High")
        copied.name = "Gold"
        new = copied.copy({"name": "High", "sequence": 0, "policy_id": draft.id})
        draft._activate()
        self.change(bob, day(5), self.high, new, "policy")
        self.assertEqual(self.high.name, "Gold")
        self.assertEqual(self.counts(), {("Gold", "Gold"): 1, ("Gold", "High"): 1})
        self.assertEqual(self.listed(self.high, self.high), ["Ann"])
        self.assertEqual(self.listed(self.high, new), ["Bob"])

    def test_other_dimensions_and_companies_do_not_count(self):
        ann = self.known("Ann", day(1), self.high)
        other = self.env["res.company"].create({"name": "Other Company"})
        self.change(ann, day(5), self.low, self.high, dimension="abc")
        self.change(ann, day(5), self.low, self.high, company_id=other.id)
        self.assertEqual(self.counts(), {("High", "High"): 1})

    def test_cells_list_their_customers(self):
        names = ("Ann", "Bob", "Cas")
        ann, bob, _cas = (self.known(name, day(1), self.high) for name in names)
        for partner in (ann, bob):
            self.change(partner, day(5), self.low, self.high)
        self.assertEqual(self.counts(), {("Low", "High"): 2, ("High", "High"): 1})
        self.assertEqual(self.listed(self.low, self.high), ["Ann", "Bob"])
        self.assertEqual(self.listed(self.high, self.high), ["Cas"])
        self.assertEqual(self.listed(None, self.high), ["Ann", "Bob", "Cas"])
        self.assertEqual(self.listed(self.low, None), ["Ann", "Bob"])
        self.assertEqual(self.listed(self.middle, self.high), [])

    def test_tiers_come_in_their_order_even_when_empty(self):
        answer = self.matrix.get_matrix("value", "2025-03-31", "2025-06-30")
        self.assertEqual([tier["name"] for tier in answer["tiers"]], ["High", "Middle", "Low"])
        self.assertEqual(answer["cells"], {})
        self.assertTrue(answer["ranked"])
        self.assertFalse(self.matrix.get_matrix("rfm")["ranked"])

    def test_without_days_it_begins_where_something_is_known_and_ends_today(self):
        def asked():
            answer = self.matrix.get_matrix()
            return answer["date_from"], answer["date_to"]

        self.assertEqual(asked(), ("2025-07-09", "2025-07-10"))
        ann = self.known("Ann", day(5), self.high)
        self.assertEqual(asked(), ("2025-05-14", "2025-07-10"))
        self.change(ann, day(5) - timedelta(days=500), self.low, self.high)
        self.assertEqual(asked(), ("2025-04-10", "2025-07-10"))

    def test_questions_without_an_answer_are_refused(self):
        for dates in (("2025-06-30", "2025-06-30"), ("2025-07-01", "2025-06-30")):
            with self.assertRaisesRegex(UserError, "before the end date"):
                self.matrix.get_matrix("value", *dates)
        with self.assertRaisesRegex(UserError, "Unknown dimension"):
            self.matrix.get_matrix("colour", "2025-06-01", "2025-06-30")


@tagged("post_install", "-at_install")
class TestTierMatrixAccess(MatrixCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("rcs_matrix_user", "user")
        cls.user("rcs_matrix_manager", "manager")
        cls.user("rcs_matrix_nobody")

    def setUp(self):
        super().setUp()
        self.known("Ann", day(1), self.high, 10)
        self.env.flush_all()

    @users("rcs_matrix_user")
    def test_users_see_no_amount(self):
        self.assertEqual(self.get(), {("High", "High"): [1, None]})
        self.assertFalse(self.matrix.with_env(self.env).get_matrix()["currency_id"])
        self.assertEqual(self.listed(self.high, self.high), ["Ann"])

    @users("rcs_matrix_manager")
    def test_managers_see_amounts(self):
        self.assertEqual(self.get(), {("High", "High"): [1, 10]})

    @users("rcs_matrix_nobody")
    def test_others_see_nothing(self):
        with self.assertRaises(AccessError):
            self.get()
        with self.assertRaises(AccessError):
            self.listed(self.high, self.high)
