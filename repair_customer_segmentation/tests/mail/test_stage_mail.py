from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from ..bases.desk import DeskCase

INTERNAL_WORDS = ("tier", "level", "Best", "Basic", "priority", "queue", "score", "segment")


@tagged("post_install", "-at_install")
class TestStageMail(DeskCase):
    """What the customer hears when a case gets to a stage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.ann = cls.ann.with_env(cls.env)
        cls.ann.email = "ann@customer.example"
        cls.received, cls.waiting, cls.done = (
            cls.env.ref(f"repair_customer_segmentation.mail_template_case_{name}")
            for name in ("received", "waiting", "done")
        )
        cls.stage_open.mail_template_id = cls.received
        cls.stage_waiting.mail_template_id = cls.waiting
        cls.stage_closed.mail_template_id = cls.done
        cls.colleague = cls.user("rcs_colleague", "user", email="colleague@repair-test.example")

    def mails(self, case):
        """Return the subjects of the mails that the case sent, the first one first."""
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            self.env.flush_all()
            self.env.cr.precommit.run()
        sent = case.message_ids.filtered(lambda m: m.message_type == "auto_comment")
        for message in sent:
            self.assertEqual(message.notified_partner_ids, case.partner_id)
        return sent.sorted("id").mapped("subject")

    def test_none_is_sent_until_somebody_wants_it(self):
        shipped = self.env["repair.case.stage"].search([("company_id", "=", False)])
        self.assertFalse(shipped.mail_template_id)

    def test_once_per_entering(self):
        case = self.case(name="Kettle leaks")
        received, waiting = (
            "We received your request: Kettle leaks",
            "We need your reply: Kettle leaks",
        )
        self.assertEqual(self.mails(case), [received])
        case.stage_id = self.stage_waiting
        self.assertEqual(self.mails(case), [received, waiting])
        case.stage_id = self.stage_waiting
        case.name = "Kettle leaks badly"
        self.assertEqual(self.mails(case), [received, waiting])
        case.stage_id = self.stage_closed
        self.assertEqual(self.mails(case)[2:], ["Done: Kettle leaks badly"])

    def test_a_case_that_begins_in_the_first_stage_by_itself(self):
        case = self.env["repair.case"].create(
            {"name": "Kettle leaks", "partner_id": self.ann.id, "company_id": self.company.id}
        )
        self.assertEqual(case.stage_id, self.stage_open)
        self.assertEqual(self.mails(case), ["We received your request: Kettle leaks"])

    def test_there_and_back_within_one_action_is_no_news(self):
        case = self.case()
        self.mails(case)
        case.stage_id = self.stage_waiting
        case.stage_id = self.stage_open
        self.assertEqual(len(self.mails(case)), 1)

    def test_history_and_imports_tell_nobody(self):
        closed = self.case(stage_id=self.stage_closed.id)
        self.assertEqual(self.mails(closed), [])
        cases = self.env["repair.case"].with_context(import_file=True)
        cases.load(
            ["name", "partner_id/.id", "stage_id/.id"],
            [["Imported", str(self.ann.id), str(self.stage_open.id)]],
        )
        imported = cases.search([("name", "=", "Imported"), ("partner_id", "=", self.ann.id)])
        self.assertEqual(self.mails(imported), [])

    def test_a_change_of_the_process_tells_nobody(self):
        case_type = self.env["repair.case.type"].create({"name": "Special"})
        case = self.case(type_id=case_type.id)
        self.mails(case)
        own = self.env["repair.case.stage"].create(
            {
                "name": "Own first stage",
                "company_id": self.company.id,
                "type_ids": case_type.ids,
                "mail_template_id": self.received.id,
            }
        )
        self.assertEqual(case.stage_id, own)
        self.assertEqual(len(self.mails(case)), 1)
        case.type_id = False
        self.assertEqual(case.stage_id.type_ids.ids, [])
        self.assertEqual(len(self.mails(case)), 1)

    def test_a_merge_of_types_tells_nobody(self):
        one, other = self.env["repair.case.type"].create([{"name": "One"}, {"name": "Other"}])
        case = self.case(type_id=other.id)
        self.mails(case)
        self.env["repair.case.stage"].create(
            {
                "name": "Stage of one",
                "company_id": self.company.id,
                "type_ids": one.ids,
                "mail_template_id": self.received.id,
            }
        )
        self.env["repair.case.type.merge"].create(
            {"type_ids": (one | other).ids, "target_id": one.id}
        ).action_merge()
        self.assertEqual(case.stage_id.name, "Stage of one")
        self.assertEqual(len(self.mails(case)), 1)

    def test_followers_of_a_confidential_case_get_none(self):
        case = self.case(is_confidential=True)
        case.message_subscribe(self.colleague.partner_id.ids)
        self.mails(case)
        case.stage_id = self.stage_waiting
        self.assertEqual(len(self.mails(case)), 2)

    def test_a_customer_without_an_address_gets_none(self):
        self.ann.email = False
        self.assertEqual(self.mails(self.case()), [])

    def test_it_is_no_answer(self):
        case = self.case()
        self.mails(case)
        self.assertFalse(case.first_response_date)

    def test_no_internal_word_in_them(self):
        case = self.case(name="Kettle leaks", service_level_id=self.best.id)
        for stage in (self.stage_waiting, self.stage_closed):
            case.stage_id = stage
            self.mails(case)
        for message in case.message_ids.filtered(lambda m: m.message_type == "auto_comment"):
            text = html2plaintext(message.body)
            self.assertIn("Kettle leaks", text)
            for word in INTERNAL_WORDS:
                self.assertNotIn(word, text)

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.received.with_context(lang="fr_FR").subject = "Bien reçu : {{ object.name }}"
        self.ann.lang = "fr_FR"
        self.assertEqual(self.mails(self.case(name="Fuite")), ["Bien reçu : Fuite"])
