from odoo.tests import tagged

from ..bases.portal_pages import INSIDE, PortalHttpCase


@tagged("post_install", "-at_install")
class TestPortalNote(PortalHttpCase):
    """Customers tell us something about a repair that is done."""

    def setUp(self):
        super().setUp()
        self.case.action_close()
        self.env.flush_all()

    def notes(self):
        self.env.invalidate_all()
        return self.env["repair.feedback"].search(
            [("case_id", "=", self.case.id), ("way", "=", "portal")]
        )

    def send(self, note, login="rcs_ann", **data):
        return self.post(f"{self.url}/note", login, note=note, **data)

    def test_a_note_is_feedback_without_a_score(self):
        answer = self.send("  Very clean work <b>!</b> ")
        page = self.get(answer.headers["Location"]).text
        self.assertIn("We have noted it", page)
        self.assertIn("Very clean work &lt;b&gt;", page)
        for word in INSIDE:
            self.assertNotIn(word, page)
        self.assertRecordValues(
            self.notes(),
            [
                {
                    "text": "Very clean work <b>!</b>",
                    "score": 0,
                    "partner_id": self.ann.id,
                    "user_id": self.agent.id,
                }
            ],
        )
        self.assertIn("left a note", self.case.message_ids[0].body)
        self.assertNotIn("left a note", page)
        self.send("Very clean work <b>!</b>")
        self.assertEqual(len(self.notes()), 1)

    def test_a_note_is_bounded(self):
        self.assertIn("shorten it to 2000", self.send("x" * 2001).text)
        self.assertIn("Please write something", self.send(" ").text)
        for number in range(11):
            self.send(f"Note {number}")
        self.assertEqual(len(self.notes()), 10)
        self.assertNotIn('card mb-4 o_repair_note"', self.get(self.url).text)

    def test_nobody_else_leaves_one(self):
        self.assertEqual(self.send("Mine", "rcs_carl").status_code, 404)
        self.assertEqual(self.send("Mine", csrf=False).status_code, 400)
        self.send("Ours", "rcs_agent")
        self.assertFalse(self.notes())

    def test_an_open_case_is_talked_about_in_messages(self):
        self.case.action_reopen()
        self.env.flush_all()
        self.send("Too early")
        self.assertFalse(self.notes())

    def test_with_the_link_of_a_mail(self):
        token = self.case._portal_ensure_token()
        self.send("Thanks", login=None, access_token=token)
        self.assertEqual(self.notes().partner_id, self.ann)
