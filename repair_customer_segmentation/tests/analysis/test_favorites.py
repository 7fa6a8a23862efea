from ast import literal_eval

from freezegun import freeze_time

from odoo.tests import tagged, users

from ...models.analysis.ir_filters import FAVORITES
from ..bases.figures import FiguresCase

PREFIX = "repair_favorite_"
# Those that show amounts, and those that say who did the work.
WITH_AMOUNTS = {"Cost of a Class", "Money by Class"}
WITH_NAMES = {"Results by Assignee"}


@tagged("post_install", "-at_install")
class TestFavorites(FiguresCase):
    """The favorites that are shipped: each opens, and answers what it is called by."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("fav_all", "user_all")
        cls.user("fav_manager", "manager")
        data = cls.env["ir.model.data"].search(
            [("model", "=", "ir.filters"), ("name", "=like", f"{PREFIX}%")]
        )
        cls.shipped = cls.env["ir.filters"].browse(data.mapped("res_id"))

    def offered(self, favorite):
        """Return what the web client is told of a favorite; nothing where it is not offered."""
        found = favorite.get_filters(favorite.model_id, favorite.action_id.id)
        return next((each for each in found if each["id"] == favorite.id), None)

    def answer(self, name):
        """Return group -> values of a favorite, as its pivot shows them, of the test company."""
        favorite = self.shipped.filtered(lambda f: f.name == name).ensure_one()
        return self.rows(favorite)

    def rows(self, favorite):
        context = literal_eval(favorite.context)
        model = self.env[favorite.model_id]
        measures = [
            name if name == "__count" else f"{name}:{model._fields[name].aggregator}"
            for name in context["pivot_measures"]
        ]
        domain = [*literal_eval(favorite.domain), ("company_id", "=", self.company.id)]
        by = context["pivot_row_groupby"] + context["pivot_column_groupby"]
        # As a pivot asks: the groups and the totals in one.
        model.formatted_read_grouping_sets(domain, [by, by[:1], []], measures)
        model.formatted_read_group(domain, context["graph_groupbys"], measures[:1])
        groups = model._read_group(domain, by, measures)
        size = len(groups[0]) - len(measures) if groups else 0
        return {
            tuple(getattr(key, "display_name", key) for key in row[:size]): row[size:]
            for row in groups
        }

    def test_names_are_those_that_are_translated(self):
        self.assertEqual(
            sorted(self.shipped.mapped("name")), sorted(name._source for name in FAVORITES)
        )

    def test_everybody_shares_them_and_an_update_leaves_them_alone(self):
        self.assertFalse(self.shipped.user_ids)
        self.assertTrue(all(self.shipped.mapped("action_id")))
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.filters"), ("name", "=like", f"{PREFIX}%")]
        )
        self.assertEqual(set(data.mapped("noupdate")), {True})

    @users("fav_manager")
    def test_a_manager_opens_them_all(self):
        for favorite in self.shipped.with_env(self.env):
            with self.subTest(favorite=favorite.name):
                self.assertTrue(self.offered(favorite))
                self.rows(favorite.sudo())

    @users("fav_all")
    def test_without_a_right_to_money_or_names_the_rest_opens(self):
        hidden = set()
        for favorite in self.shipped.with_env(self.env):
            if not self.env[favorite.model_id].has_access("read"):
                continue
            if self.offered(favorite):
                self.rows(favorite.sudo())
            else:
                hidden.add(favorite.name)
        self.assertEqual(hidden, WITH_AMOUNTS | WITH_NAMES)

    @users("fav_manager")
    def test_they_are_called_in_the_language_of_the_user(self):
        self.env["res.lang"].sudo()._activate_lang("zh_CN")
        self.env.user.sudo().lang = "zh_CN"
        favorite = self.shipped.filtered(lambda f: f.name == "Who Waits Longest")
        mine = favorite.with_env(self.env(context={**self.env.context, "lang": "zh_CN"}))
        translated = self.offered(mine)["name"]
        self.assertEqual(translated, "谁等得最久")

    @users("fav_manager")
    def test_a_favorite_of_a_user_is_left_alone(self):
        own = self.env["ir.filters"].create(
            {
                "name": "Who Waits Longest",
                "model_id": "repair.case.analysis",
                "user_ids": [self.env.uid],
                "context": "{'pivot_measures': ['gone']}",
            }
        )
        self.env["res.lang"].sudo()._activate_lang("zh_CN")
        self.env.user.sudo().lang = "zh_CN"
        found = self.env["ir.filters"].get_filters("repair.case.analysis")
        self.assertEqual(
            [favorite["name"] for favorite in found if favorite["id"] == own.id], [own.name]
        )

    def test_who_waits_longest_and_what_comes_back(self):
        self.startPatcher(freeze_time("2026-03-31 12:00:00"))
        types = self.env["repair.case.type"].create([{"name": "Noise"}, {"name": "Leak"}])
        noise = self.closed("2026-03-01", 4)
        leak = self.closed("2026-03-01", 2)
        self.set_columns(noise.case_id, type_id=types[0].id, amount_company=10)
        self.set_columns(leak.case_id, type_id=types[1].id, amount_company=25)
        self.set_columns(noise[0].case_id, is_rework=True)
        self.set_columns(leak, value_tier_id=self.high.id)
        self.set_columns(
            leak.case_id,
            reopen_count=1,
            resolution_target_hours=8,
            resolution_used_hours=3,
            waiting_hours=1,
        )
        self.assertEqual(
            self.answer("Types Coming Back"),
            {("Noise",): (25.0, 0.0, 1, 4), ("Leak",): (0.0, 100.0, 0, 2)},
        )
        self.assertEqual(
            self.answer("Cost of a Class"),
            {(self.high.display_name,): (2, 6.0, 0, 50.0), (False,): (4, 0.0, 1, 40.0)},
        )
        self.assertEqual(self.answer("Reopened by Team"), {(False,): (100 / 3, 6)})
        [waits] = self.answer("Who Waits Longest").values()
        self.assertEqual(waits[1:], (3.0, 1.0, 6))

    def test_which_class_is_unhappy(self):
        self.startPatcher(freeze_time("2026-03-31 12:00:00"))
        self.said("2026-03-01", 1, 4, value_tier_id=self.high.id)
        self.said("2026-03-01", 5, value_tier_id=self.low.id)
        self.said("2024-03-01", 1, value_tier_id=self.low.id)
        self.assertEqual(
            self.answer("Unhappy Classes"),
            {
                (self.high.display_name,): (50.0, 2.5, 2, 0),
                (self.low.display_name,): (100.0, 5.0, 1, 0),
            },
        )
