from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.portal import PortalCase


@tagged("post_install", "-at_install")
class TestMergeFollowers(PortalCase):
    """One contact of two: it goes on following what either of them followed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old, cls.older, cls.new = (
            cls.customer(name, email="wang@merge.example.com") for name in ("Old", "Older", "New")
        )
        cls.cases = cls.env["repair.case"].union(*(cls.open_case(cls.old) for _ in range(4)))

    def merge(self, *sources):
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            self.env["base.partner.merge.automatic.wizard"].create(
                {
                    "state": "selection",
                    "partner_ids": [(6, 0, self.new.union(*sources).ids)],
                    "dst_partner_id": self.new.id,
                }
            ).action_merge()
        self.env.invalidate_all()

    def followed(self):
        followers = self.env["mail.followers"].search(
            [("res_model", "=", "repair.case"), ("partner_id", "=", self.new.id)]
        )
        return sorted(followers.mapped("res_id"))

    def test_what_does_not_conflict_stays(self):
        self.cases.message_subscribe(self.old.ids)
        self.cases[2].message_subscribe(self.new.ids)
        self.merge(self.old)
        self.assertEqual(self.followed(), self.cases.ids)
        message = (
            self.cases[0]
            .with_user(self.agent)
            .message_post(
                body="Your pump is ready", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        )
        self.assertIn(self.new, message.notified_partner_ids)

    def test_three_of_whom_two_follow_the_same(self):
        self.cases[:2].message_subscribe(self.old.ids)
        self.cases[1:3].message_subscribe(self.older.ids)
        self.merge(self.old, self.older)
        self.assertEqual(self.followed(), self.cases[:3].ids)

    def test_either_hears_what_it_heard(self):
        note, comment = self.env.ref("mail.mt_note"), self.env.ref("mail.mt_comment")
        self.cases[0].message_subscribe(self.old.ids, subtype_ids=note.ids)
        self.cases[0].message_subscribe(self.new.ids, subtype_ids=comment.ids)
        self.merge(self.old)
        follower = self.cases[0].message_follower_ids.filtered(lambda f: f.partner_id == self.new)
        self.assertEqual(follower.subtype_ids, note | comment)

    def test_other_records_and_the_contacts_themselves(self):
        self.team.message_subscribe(self.old.ids)
        (self.old | self.new).message_subscribe(self.agent.partner_id.ids)
        self.old.message_subscribe(self.bob.ids)
        self.merge(self.old)
        self.assertIn(self.new, self.team.message_partner_ids)
        self.assertEqual(self.new.message_partner_ids, self.agent.partner_id | self.bob)

    def test_both_were_told_of_a_message(self):
        self.cases[:2].message_subscribe((self.old | self.new).ids)
        self.cases[1].message_unsubscribe(self.new.ids)
        first, second = (
            case.with_user(self.agent).message_post(
                body="Ready", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
            for case in self.cases[:2]
        )
        self.merge(self.old)
        self.assertEqual(first.notified_partner_ids, self.new)
        self.assertEqual(second.notified_partner_ids, self.new)
