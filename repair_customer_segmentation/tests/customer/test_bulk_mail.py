from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from ..bases.bulk import BulkCase

COMPOSER = "mail.compose.message"


@tagged("post_install", "-at_install")
class TestBulkMail(BulkCase, MailCommon):
    """Odoo's composer for the chosen customers, and who of them gets nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("repair_customer_segmentation.mail_template_customer_check")

    def composer(self, partners, **values):
        records = self.chosen(partners)
        action = self.env[COMPOSER].with_env(records.env)._repair_open(records)
        self.assertEqual(action["res_model"], COMPOSER)
        composer = self.env[COMPOSER].with_user(self.own).with_context(**action["context"])
        return composer.create({"subject": "News", "body": "<p>Hello</p>", **values})

    def send(self, composer):
        """Send, and return the mails that go out: address -> subject."""
        with self.mock_mail_gateway():
            composer.action_send_mail()
        mails = self._new_mails.filtered(lambda m: m.state != "cancel")
        return {mail.recipient_ids.email or mail.email_to: mail.subject for mail in mails}

    def test_who_gets_one(self):
        composer = self.composer(self.everybody)
        self.assertEqual(
            composer.repair_notice,
            "1 of 4 have no email address: Cy.\nLeft out because they are archived (1): Dot.",
        )
        self.assertEqual(
            self.send(composer), {"ann@example.com": "News", "bob@example.com": "News"}
        )

    def test_nothing_to_say(self):
        self.assertFalse(self.composer(self.ann | self.bob).repair_notice)

    def test_blacklist(self):
        self.env["mail.blacklist"]._add("bob@example.com")
        composer = self.composer(self.ann | self.bob)
        self.assertEqual(composer.repair_notice, "On the blacklist, and left out (1): Bob.")
        self.assertEqual(self.send(composer), {"ann@example.com": "News"})

    def test_each_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.template.with_context(lang="fr_FR").subject = "Tout fonctionne ?"
        self.bob.lang = "fr_FR"
        composer = self.composer(self.ann | self.bob, template_id=self.template.id)
        composer.write({"subject": self.template.subject})
        self.assertEqual(
            self.send(composer),
            {
                "ann@example.com": "Is everything still working?",
                "bob@example.com": "Tout fonctionne ?",
            },
        )

    def test_nobody_has_an_address(self):
        with self.assertRaisesRegex(UserError, "None of these customers has an email address"):
            self.composer(self.cy)

    def test_many_are_counted(self):
        many = self.customers(12)
        self.history([(customer, "2025-06-01", 10) for customer in many])
        self.policy.classify()
        notice = self.composer(many | self.ann).repair_notice
        self.assertRegex(notice, r"^12 of 13 have no email address: Customer 0, .* and 2 more\.$")

    def test_contacts_of_odoos_own_action(self):
        """“Send email” of the list of contacts says it, too."""
        composer = (
            self.env[COMPOSER]
            .with_user(self.own)
            .with_context(
                active_model="res.partner",
                active_ids=(self.ann | self.cy).ids,
                default_composition_mode="mass_mail",
            )
        )
        composer = composer.create({"subject": "News", "body": "<p>Hello</p>"})
        self.assertEqual(composer.repair_notice, "1 of 2 have no email address: Cy.")
