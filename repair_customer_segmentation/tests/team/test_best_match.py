from odoo.tests import tagged

from ..bases.desk_team import TeamCase


@tagged("post_install", "-at_install")
class TestBestMatch(TeamCase):
    """Who comes first, and the words that say why."""

    def test_equals_come_in_the_order_of_the_team(self):
        case = self.team_case()
        self.assertEqual(case.user_id, self.lea)
        self.assertEqual(case.assignment_note, "Assigned automatically: 0 of 4 open cases.")

    def test_the_manager_of_the_customer_comes_first(self):
        self.ann.user_id = self.zoe
        self.past(self.ann, self.max, 5, 5)
        case = self.team_case()
        self.assertEqual(
            self.ranking(case),
            [
                ("Zoe", "manager of this customer; 1 of 4 open cases"),
                ("Max", "knows this customer (2 of 2 ratings positive); 0 of 4 open cases"),
                ("Lea", "0 of 4 open cases"),
            ],
        )
        self.assertEqual(case.user_id, self.zoe)

    def test_a_contact_is_served_by_the_manager_of_its_company(self):
        company = self.customer("Bakery", is_company=True, user_id=self.max.id)
        contact = self.customer("Contact", parent_id=company.id)
        contact.user_id = False
        self.assertEqual(self.team_case(contact).user_id, self.max)

    def test_good_ratings_then_solved_cases_then_nothing_then_bad_ratings(self):
        self.past(self.ann, self.lea, 1, 2, 5)
        self.past(self.ann, self.zoe, 5, 4, 1)
        self.team.assignment = "manual"
        self.assertEqual(
            self.ranking(self.team_case()),
            [
                ("Zoe", "knows this customer (2 of 3 ratings positive); 0 of 4 open cases"),
                ("Max", "0 of 4 open cases"),
                ("Lea", "knows this customer (1 of 3 ratings positive); 0 of 4 open cases"),
            ],
        )
        self.past(self.ann, self.max, count=3)
        self.past(self.ann, self.zoe, 1, 1)
        self.assertEqual(
            self.ranking(self.team_case()),
            [
                ("Max", "cases solved for this customer: 3; 0 of 4 open cases"),
                ("Lea", "knows this customer (1 of 3 ratings positive); 0 of 4 open cases"),
                ("Zoe", "knows this customer (2 of 5 ratings positive); 0 of 4 open cases"),
            ],
        )

    def test_ratings_of_other_customers_and_companies_do_not_count(self):
        self.past(self.customer("Bob"), self.zoe, 5, 5)
        other = self.env["res.company"].create({"name": "Other Company"})
        stage = self.env["repair.case.stage"].create({"name": "Shared"})
        self.zoe.company_ids += other
        self.past(self.ann, self.zoe, 5).write({"company_id": other.id, "stage_id": stage.id})
        self.assertEqual(self.team_case().user_id, self.lea)

    def test_industry_comes_before_skill(self):
        self.ann.industry_id = self.bakeries
        self.member(self.max).type_ids = self.leak
        self.member(self.zoe).industry_ids = self.bakeries
        case = self.team_case(type_id=self.leak.id)
        self.assertEqual(
            self.ranking(case),
            [
                ("Zoe", "knows the industry Bakeries; 1 of 4 open cases"),
                ("Max", "knows Leak; 0 of 4 open cases"),
                ("Lea", "0 of 4 open cases"),
            ],
        )
        self.assertEqual(
            case.assignment_note,
            "Assigned automatically: knows the industry Bakeries; 0 of 4 open cases.",
        )

    def test_each_reads_the_reasons_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.leak.with_context(lang="fr_FR").name = "Fuite"
        self.member(self.max).type_ids = self.leak
        case = self.team_case(type_id=self.leak.id)
        self.assertIn("Leak", case.assignment_note)
        case.invalidate_recordset(["assignment_note"])
        self.assertIn("Fuite", case.with_context(lang="fr_FR").assignment_note)

    def test_a_skill_for_another_type_is_none(self):
        self.member(self.max).type_ids = self.noise
        self.assertEqual(self.team_case(type_id=self.leak.id).user_id, self.lea)
        self.assertEqual(self.team_case(type_id=self.noise.id).user_id, self.max)

    def test_kind_of_device_counts_like_the_type(self):
        kitchen = self.env["product.category"].create({"name": "Kitchen"})
        ovens, taps = self.env["product.category"].create(
            [{"name": name, "parent_id": kitchen.id} for name in ("Ovens", "Taps")]
        )
        product = self.env["product.product"].create({"name": "Oven 3", "categ_id": ovens.id})
        device = self.env["repair.device"].create(
            {"partner_id": self.ann.id, "company_id": self.company.id, "product_id": product.id}
        )
        self.member(self.lea).categ_ids = taps
        self.member(self.max).type_ids = self.leak
        self.member(self.zoe).write({"categ_ids": kitchen.ids, "type_ids": self.leak.ids})
        self.team.assignment = "manual"
        case = self.team_case(type_id=self.leak.id, device_id=device.id)
        self.assertEqual(
            self.ranking(case),
            [
                ("Zoe", "knows Leak; knows Ovens; 0 of 4 open cases"),
                ("Max", "knows Leak; 0 of 4 open cases"),
                ("Lea", "0 of 4 open cases"),
            ],
        )

    def test_load_is_in_proportion_to_capacity(self):
        self.member(self.zoe).capacity = 12
        self.load(self.lea, 1)
        self.load(self.max, 1)
        self.load(self.zoe, 2)
        self.assertEqual(self.team_case().user_id, self.zoe)
        # 3 of 12 are as much as 1 of 4: then the fewer open cases, then the order.
        self.assertEqual(self.team_case().user_id, self.lea)

    def test_who_has_no_room_is_skipped_until_nobody_has(self):
        self.ann.user_id = self.zoe
        self.load(self.zoe, 4)
        case = self.team_case()
        self.assertEqual(case.user_id, self.lea)
        self.assertEqual(
            self.ranking(case)[-1],
            ("Zoe", "manager of this customer; 4 of 4 open cases, at capacity"),
        )
        self.load(self.lea, 3)
        self.load(self.max, 4)
        self.assertEqual(self.team_case().user_id, self.zoe)

    def test_who_takes_none_gets_none(self):
        self.team.membership_ids.capacity = 0
        case = self.team_case()
        self.assertFalse(case.user_id)
        self.assertEqual(
            case.assignment_note,
            "No one can take it: Lea (not assigned automatically), Max (not assigned "
            "automatically), Zoe (not assigned automatically).",
        )
