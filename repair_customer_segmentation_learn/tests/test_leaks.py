from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import LearnCase

SECRET = "The screen glass is shattered, say nothing"
OF_CASES = ("repair.case.suggestion", "repair.type.doubt", "repair.suggestion.report")


@tagged("post_install", "-at_install")
class TestLeaks(LearnCase):
    """What words say of a case is for whoever may read the case, and for no other company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.past()
        cls.hidden = cls.case(name=SECRET, type_id=cls.noise.id)
        cls.hidden.stage_id = cls.stage_closed
        cls.env["repair.case.vector"]._encode(cls.hidden)
        cls.learned = cls.env["repair.learned.model"].sudo()._learn(cls.company)
        doubt = [(cls.hidden.id, cls.screen.id, 0.97)]
        cls.env["repair.type.doubt"]._replace(cls.company, doubt)
        cls.clerk = cls.user("rcs_clerk", "user")
        cls.manager = cls.user("rcs_manager", "manager")

    def named(self, model, user):
        return self.env[model].with_user(user).search([]).mapped("case_id.id")

    def test_a_case_that_becomes_confidential_is_gone_from_all_that_tells_of_it(self):
        for model in OF_CASES:
            self.assertIn(self.hidden.id, self.named(model, self.manager), model)
        self.hidden.is_confidential = True
        self.env.flush_all()
        self.env.invalidate_all()
        for model in OF_CASES:
            records = self.env[model].with_user(self.manager)
            self.assertNotIn(self.hidden.id, self.named(model, self.manager), model)
            counted = records.formatted_read_group([], ["case_id"], ["__count"])
            self.assertNotIn(self.hidden.id, [row["case_id"][0] for row in counted], model)
            self.assertFalse(records.search_count([("case_id", "=", self.hidden.id)]), model)
        asked = self.case(name="The screen glass is shattered")
        similar = asked.with_user(self.clerk).similar_cases()
        self.assertNotIn(self.hidden.id, [row["id"] for row in similar])

    def test_what_was_learned_of_it_is_forgotten_with_the_next_training(self):
        before = self.learned.case_count
        self.hidden.is_confidential = True
        self.assertEqual(self.learn().case_count, before - 1)
        self.assertFalse(self.env["repair.type.doubt"].search([("case_id", "=", self.hidden.id)]))

    def test_suggestions_of_a_case_are_for_whoever_may_read_it(self):
        case = self.case(name="The glass is cracked")
        names = ["suggestions", "filled_in_text", "filled_in"]
        self.assertTrue(case.with_user(self.clerk).read(names)[0]["suggestions"])
        case.is_confidential = True
        other = self.user("rcs_other", "user_all")
        with self.assertRaises(AccessError):
            case.with_user(other).read(names)
        for login, groups in (("rcs_portal", "base.group_portal"), ("rcs_emp", "base.group_user")):
            user = new_test_user(
                self.env,
                login,
                groups=groups,
                company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
            )
            for name in [*names, "words_filled", "suggestion_ids"]:
                with self.assertRaises(AccessError, msg=f"{login} {name}"):
                    case.with_user(user).read([name])

    def test_neither_counts_nor_files_for_those_who_have_no_business_with_them(self):
        with self.assertRaises(AccessError):
            self.hidden.with_user(self.clerk).read(["suggestion_ids"])
        with self.assertRaises(AccessError):
            self.learned.with_user(self.clerk).read(["version"])
        for name in ("content", "digest"):
            with self.assertRaises(AccessError, msg=name):
                self.learned.with_user(self.manager).read([name])
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "repair.learned.model"), ("res_field", "=", "content")], limit=1
        )
        self.assertTrue(file)
        with self.assertRaises(AccessError):
            file.with_user(self.manager).read(["raw"])
        with self.assertRaises(AccessError):
            self.env["repair.case.vector"].with_user(self.manager).search([])

    def test_companies_are_apart(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "rcs_stranger",
            groups="base.group_user,repair_customer_segmentation.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        theirs = self.env(user=stranger, context={"allowed_company_ids": other.ids})
        for model in (*OF_CASES, "repair.learned.model"):
            self.assertFalse(theirs[model].search([]), model)
        with self.assertRaises(AccessError):
            self.learned.with_env(theirs).read(["first_share"])
        doubt = self.env["repair.type.doubt"].search([("case_id", "=", self.hidden.id)])
        with self.assertRaises(AccessError):
            doubt.with_env(theirs).action_correct()
        self.assertEqual(self.hidden.type_id, self.noise)
