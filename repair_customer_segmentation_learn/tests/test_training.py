import base64

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import suggester
from ..models.texts import case_texts
from .common import NOISE, SCREEN, LearnCase, sayings

LOGGER = "odoo.addons.repair_customer_segmentation_learn.models.repair_learned_model"


@tagged("post_install", "-at_install")
class TestTraining(LearnCase):
    """What a company's closed cases teach, when, and what it says of them."""

    def test_words_are_encoded_in_pieces_and_anew_when_they_change(self):
        vectors = self.env["repair.case.vector"]
        case = self.case(name="The screen is cracked", description="<p>since Monday</p>")
        cron = self.env.ref("repair_customer_segmentation_learn.ir_cron_encode")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertFalse(vectors._missing(1))
        before = vectors._of(case, case_texts(case))
        self.assertTrue(before.any())
        case.name = "The battery is empty"
        self.assertIn(case, vectors._missing(10))
        vectors._encode(case)
        self.assertFalse((vectors._of(case, case_texts(case)) == before).all())
        vectors._encode(case)
        self.env.cr.execute(
            "UPDATE repair_case_vector SET text_digest = '0:other' WHERE case_id = %s", [case.id]
        )
        self.assertFalse(vectors._of(case, case_texts(case)).any(), "of words that were others")
        self.assertIn(case, vectors._missing(10), "encoded by another version")
        vectors._encode(case)
        case.urgency = "1"
        self.assertNotIn(case, vectors._missing(10), "its words are the same")

    def test_learned_by_the_scheduled_action_once_enough_is_closed(self):
        self.closed(sayings(SCREEN)[:12], self.screen)
        manager = self.user("rcs_manager", "manager")
        models = self.env["repair.learned.model"]
        with self.assertRaisesRegex(UserError, "at least 30"):
            models.with_user(manager).action_learn()
        self.closed(sayings(NOISE), self.noise)
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        learned = models.search([("company_id", "=", self.company.id)])
        self.assertEqual((learned.version, learned.case_count, learned.type_count), (1, 34, 3))
        self.assertGreater(learned.first_share, 0.9)
        self.assertFalse(models._is_due(self.company, 36))
        self.assertTrue(models._is_due(self.company, 40))

    def test_one_type_alone_teaches_nothing(self):
        self.closed(sayings(SCREEN) + sayings(NOISE), self.screen)
        self.assertFalse(self.learn())

    def test_a_type_with_one_case(self):
        self.closed(sayings(SCREEN), self.screen)
        self.closed(sayings(NOISE), self.noise)
        self.closed(["The battery drains"], self.battery)
        learned = self.learn()
        self.assertEqual(learned.case_count, 45)
        self.assertEqual(self.offered(self.case(name="The glass is cracked"))[0], "Screen")

    def test_a_file_that_was_tampered_with_is_not_used(self):
        self.past()
        learned = self.learn()
        case = self.case(name="The glass is cracked")
        self.assertEqual(suggester.Suggester(self.company).learned.id, learned.id)
        suggester._MODELS.clear()
        content = bytearray(base64.b64decode(learned.content))
        content[100] ^= 1
        learned.write({"content": base64.b64encode(bytes(content))})
        with mute_logger(
            "odoo.addons.repair_customer_segmentation_learn.models.repair_learned_model"
        ):
            self.assertFalse(suggester.Suggester(self.company).learned)
            self.assertEqual(self.offered(case)[0], "Screen", "by the names of the types")
            self.assertFalse(case.suggestions[0]["percent"])

    def test_confidential_cases_teach_nothing(self):
        self.past()
        self.closed(["Secret rattle"], self.noise, is_confidential=True)
        count = self.env["repair.case"].search_count(
            [("company_id", "=", self.company.id), ("state", "=", "closed")]
        )
        self.assertEqual(self.learn().case_count, count - 1)

    def test_companies_learn_apart(self):
        self.past()
        self.learn()
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(suggester.Suggester(other).learned)

    def test_doubtful_types_are_found_corrected_and_confirmed(self):
        self.past()
        wrong, kept = self.closed(
            ["The screen glass is shattered", "The display panel is cracked"], self.noise
        )
        self.company.repair_suggests_right = 80
        self.learn()
        doubts = self.env["repair.type.doubt"].search([("company_id", "=", self.company.id)])
        found = doubts.filtered(lambda d: d.case_id in wrong | kept)
        self.assertEqual(found.suggested_type_id, self.screen)
        manager = self.user("rcs_manager", "manager")
        of_wrong = found.filtered(lambda d: d.case_id == wrong).with_user(manager)
        of_kept = (found - of_wrong).with_user(manager)
        self.assertTrue(of_wrong)
        self.assertTrue(of_kept)
        of_wrong.action_correct()
        self.assertEqual(wrong.type_id, self.screen)
        self.assertFalse(of_wrong.exists())
        of_kept.action_confirm()
        self.learn()
        self.assertTrue(of_kept.exists().is_confirmed)
        kept.type_id = self.battery
        self.assertFalse(of_kept.exists(), "decided on the case itself")
