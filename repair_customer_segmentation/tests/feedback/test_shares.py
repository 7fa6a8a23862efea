from odoo.tests import tagged

from odoo.addons.web.controllers.export import GroupsTreeNode

from ...controllers.figure_export import weigh_answers
from ..bases.figures import FiguresCase

DAY = "2026-03-01"


@tagged("post_install", "-at_install")
class TestShares(FiguresCase):
    """Shares of closed cases and feedback: in records, groups, pivots, lists and exports."""

    def means(self, model, by, *names):
        """Return group -> means, as pivots, graphs and lists read them."""
        aggregates = [f"{name}:avg" for name in names]
        groups = self.env[model].formatted_read_group(
            [("company_id", "=", self.company.id)], [by], aggregates
        )
        return {
            group[by] and group[by][1]: [group[aggregate] for aggregate in aggregates]
            for group in groups
        }

    def test_one_at_0_and_nine_at_100_are_90(self):
        missed = self.closed(DAY, response_result="missed")
        met = self.closed(DAY, 9, response_result="met")
        self.assertEqual((missed.response_share, met[0].response_share), (0, 100))
        [[mean]] = (missed + met)._read_group(
            [("id", "in", (missed + met).ids)], [], ["response_share:avg"]
        )
        self.assertEqual(mean, 90)

    def test_what_is_not_known_is_nothing_and_not_zero(self):
        unknown = self.closed(DAY, 3)
        self.assertIs(unknown[0].fix_share, False)
        self.assertEqual(unknown.mapped("fix_count"), [0, 0, 0])
        self.closed(DAY, value_tier_id=self.high.id, fix_result="fixed", fix_known_on=DAY)
        found = self.means("repair.case.outcome", "value_tier_id", "fix_share", "response_share")
        self.assertEqual(found, {self.high.name: [100, False], False: [False, False]})
        self.assertEqual(unknown[0].read(["fix_share"])[0]["fix_share"], False)

    def test_feedback_without_a_score_does_not_lower_the_mean(self):
        said = self.said(DAY, 5, 4, 3, None)
        self.assertEqual(said.mapped("satisfied_share"), [100, 100, 0, False])
        self.assertIs(said[3].score, False)
        found = self.means("repair.feedback", "value_tier_id", "score", "satisfied_share")
        self.assertEqual(found[False][0], 4)
        self.assertAlmostEqual(found[False][1], 200 / 3)
        self.assertEqual(
            self.env["repair.feedback"].search([("score", "=", False)]) & said, said[3]
        )
        self.assertEqual(self.env["repair.feedback"].search([("score", "<", 4)]) & said, said[2])

    def test_shares_sort(self):
        met = self.closed(DAY, response_result="met")
        missed = self.closed(DAY, response_result="missed")
        found = self.env["repair.case.outcome"].search(
            [("id", "in", (met + missed).ids)], order="response_share"
        )
        self.assertEqual(found, missed + met)

    def test_nothing_is_exported_as_nothing(self):
        said = self.said(DAY, 3, None)
        rows = said.export_data(["score", "satisfied_share", "answer_count"])["datas"]
        self.assertEqual(rows, [[3.0, 0.0, 1], ["", "", 0]])

    def test_groups_of_an_export_weigh_by_what_they_count(self):
        names = ["way", "score"]
        tree = GroupsTreeNode(self.env["repair.feedback"], names, ["way", "team_id"], ["x", "y"])
        for keys, rows in (
            (("rating", 1), [["Rating", 1.0], ["Rating", ""]]),
            (("rating", 2), [["Rating", 5.0]] * 3),
            (("complaint", 1), [["Complaint", ""]] * 2),
        ):
            group = dict(zip(("way", "team_id"), keys, strict=True), __count=len(rows))
            tree.insert_leaf(group, rows)
        weigh_answers(tree)
        rating, complaint = tree.children["rating"], tree.children["complaint"]
        self.assertEqual(tree.aggregated_values["score"], 4)
        self.assertEqual(rating.aggregated_values["score"], 4)
        self.assertEqual(rating.children[1].aggregated_values["score"], 1)
        self.assertIsNone(complaint.aggregated_values["score"])

    def test_exports_of_other_models_are_odoos(self):
        tree = GroupsTreeNode(self.env["res.partner"], ["color"], ["name"], ["char"])
        tree.insert_leaf({"name": "x", "__count": 2}, [[1], [3]])
        weigh_answers(tree)
        self.assertEqual(tree.aggregated_values["color"], 4)

    def test_pivots_count_beside_their_shares(self):
        fields = self.env["repair.case.outcome"].fields_get(attributes=["aggregator", "store"])
        self.assertEqual(fields["fix_share"]["aggregator"], "avg")
        self.assertEqual(fields["fix_count"]["aggregator"], "sum")
