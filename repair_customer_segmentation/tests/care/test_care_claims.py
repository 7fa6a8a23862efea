from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...care import claims
from ...models.care import run_care
from ...models.care.care_day import care_of
from ..bases.care import NOON, CareCase


@tagged("post_install", "-at_install")
class TestCareClaims(CareCase):
    def test_free_days_are_caught_up_and_what_is_too_late_is_dropped(self):
        self.ann.repair_birthday = "1990-03-08"
        bob = self.known("Bob", repair_birthday="1990-03-20")
        self.classify()
        rule = self.rule("birthday")
        # The 8th is a Saturday. From the 19th on nobody works for ten days.
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holidays",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": "2025-03-18 22:00:00",
                "date_to": "2025-03-30 22:00:00",
            }
        )
        expected = [
            ("2025-03-10", "Ann", rule.name, False),
            ("2025-03-28", bob.name, rule.name, "late"),
        ]
        self.assertEqual(self.preview(), expected)
        for day in range(3, 32):
            self.at(f"2025-03-{day:02d} 10:00:00")
            self.care()
        done = [(str(c.day), c.contact_id.name, c.rule_id.name, c.reason) for c in rule.contact_ids]
        self.assertEqual(sorted(done), expected)

    def test_a_server_that_stood_still_catches_up_seven_days(self):
        self.ann.repair_birthday = "1990-03-10"
        self.known("Bob", repair_birthday="1990-03-12")
        self.classify()
        rule = self.rule("birthday")
        self.care()
        self.at("2025-03-18 10:00:00")
        self.care()
        self.assertEqual(self.contacts(rule), [("Ann", "skipped", "late"), ("Bob", "sent", False)])

    def test_quiet_hours(self):
        self.ann.repair_birthday = "1990-03-03"
        self.classify()
        rule = self.rule("birthday", hour_from=14, hour_to=16)
        self.care()
        self.assertEqual(self.contacts(rule), [])
        self.at("2025-03-03 13:00:00")
        self.care()
        self.assertEqual(self.contacts(rule), [("Ann", "sent", False)])

    def test_who_is_skipped_and_why(self):
        for name, values in {
            "Gone": {"active": False},
            "Out": {"repair_care_opt_out": True},
            "Black": {},
            "Mute": {"email": False},
        }.items():
            self.known(name).write(values)
        self.env["mail.blacklist"].create({"email": "black@customer.example"})
        self.classify()
        rule = self.rule("date", month="3", day_of_month=3)
        expected = {
            ("Ann", False),
            ("Gone", "archived"),
            ("Out", "opted_out"),
            ("Black", "blacklisted"),
            ("Mute", "no_address"),
        }
        self.assertEqual({(row[1], row[3]) for row in self.preview()}, expected)
        self.care()
        self.assertEqual({(name, reason) for name, _s, reason in self.contacts(rule)}, expected)
        self.assertEqual(self.mails().recipient_ids, self.ann)

    def test_limit_of_the_month_lets_the_most_important_go_first(self):
        self.company.repair_care_limit = 2
        self.classify()
        rules = [
            self.rule("date", month="3", day_of_month=day, sequence=sequence, name=name)
            for name, day, sequence in (
                ("First", 4, 1),
                ("Last", 4, 9),
                ("Middle", 4, 5),
                ("Later", 6, 0),
            )
        ]
        april = self.rule("date", month="4", day_of_month=1, name="April")
        expected = [
            ("2025-03-04", "Ann", "First", False),
            ("2025-03-04", "Ann", "Middle", False),
            ("2025-03-04", "Ann", "Last", "limit"),
            ("2025-03-06", "Ann", "Later", "limit"),
            ("2025-04-01", "Ann", "April", False),
        ]
        self.assertEqual(self.preview(), expected)
        for day in ("03-04", "03-05", "03-06", "04-01"):
            self.at(f"2025-{day} 10:00:00")
            self.care()
        done = [
            (str(c.day), c.contact_id.name, c.rule_id.name, c.reason)
            for rule in (*rules, april)
            for c in rule.contact_ids
        ]
        self.assertEqual(sorted(done), sorted(expected))

    def test_activity_for_the_account_manager_or_else(self):
        lena = self.user("rcs_lena", "user")
        sam = self.user("rcs_sam", "user")
        self.known("Bob", user_id=lena.id)
        self.classify()
        values = {"month": "3", "day_of_month": 3, "action": "activity", "activity_summary": "Call"}
        alone = self.rule("date", name="Alone", **values)
        with_sam = self.rule("date", name="With Sam", user_id=sam.id, **values)
        self.care()
        self.assertEqual(
            self.contacts(alone), [("Ann", "skipped", "no_user"), ("Bob", "sent", False)]
        )
        self.assertEqual(self.contacts(with_sam), [("Ann", "sent", False), ("Bob", "sent", False)])
        activities = self.env["mail.activity"].search([("summary", "=", "Call")], order="id")
        self.assertEqual(
            [(a.res_name, a.user_id) for a in activities],
            [("Bob", lena), ("Ann", sam), ("Bob", lena)],
        )

    def test_interrupted_is_uncertain_and_a_person_decides(self):
        self.known("Bob")
        self.classify()
        rule = self.rule("date", month="3", day_of_month=3)
        turn = run_care.CareTurn(self.company, self.turnless(rule))
        # Not assertRaises: that would take back what was claimed.
        with (
            patch.object(run_care, "deliver", side_effect=KeyboardInterrupt),
            suppress(KeyboardInterrupt),
        ):
            turn.take()
        self.env.invalidate_all()
        self.assertEqual(set(rule.contact_ids.mapped("state")), {"claimed"})
        self.at("2025-03-03 10:05:00")
        self.care()
        self.assertEqual(set(rule.contact_ids.mapped("state")), {"uncertain"})
        self.assertFalse(self.mails())
        first, second = rule.contact_ids.sorted("id")
        first.action_was_sent()
        second.action_send_again()
        with self.assertRaises(UserError):
            first.action_send_again()
        self.care()
        self.assertEqual({first.state, second.state}, {"sent"})
        self.assertEqual(self.mails().recipient_ids, second.contact_id)

    def test_a_clerk_decides_once(self):
        """Nothing that a person decided goes out twice, however often it is asked for."""
        self.classify()
        rule = self.rule("date", month="3", day_of_month=3)
        self.env.flush_all()
        run, told = care_of(self.company, rule, NOON)
        claims.plan(self.env.cr, run, told)
        claims.claim(self.env.cr, run, told[0], 10)
        self.at("2025-03-03 10:05:00")
        self.care()
        clerk = self.user("rcs_decides", "user_all")
        contact = rule.contact_ids.with_user(clerk)
        self.assertEqual((contact.state, contact.reason), ("uncertain", "interrupted"))
        to_decide = self.env["repair.care.contact"].with_user(clerk)
        self.assertEqual(to_decide.search([("state", "=", "uncertain")]), contact)
        contact.action_send_again()
        self.assertEqual(contact.state, "planned")
        for again in (contact.action_send_again, contact.action_was_sent):
            with self.assertRaises(UserError):
                again()
        self.care()
        self.care()
        self.assertEqual((contact.state, len(self.mails())), ("sent", 1))
        for again in (contact.action_send_again, contact.action_was_sent):
            with self.assertRaises(UserError):
                again()
        self.care()
        self.assertEqual(len(self.mails()), 1)

    def turnless(self, rule):
        """Let commits of a turn be none: this transaction is the test's."""
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 600)
        return rule

    def test_a_failing_template_is_told_and_keeps_nobody_waiting(self):
        self.known("Bob")
        self.classify()
        self.template.body_html = '<p t-out=\'1 / len(object.name.replace("Bob", ""))\'/>'
        rule = self.rule("date", month="3", day_of_month=3)
        with mute_logger("odoo.addons.mail.models.mail_render_mixin"):
            self.care()
        self.assertEqual(self.contacts(rule), [("Ann", "sent", False), ("Bob", "skipped", "error")])
        self.assertIn("division", rule.contact_ids.filtered("note").note)

    def test_what_changes_between_plan_and_claim_counts(self):
        self.classify()
        rule = self.rule("date", month="3", day_of_month=3)
        self.env.flush_all()
        run, told = care_of(self.company, rule, NOON)
        claims.plan(self.env.cr, run, told)
        self.ann.repair_care_opt_out = True
        self.env.flush_all()
        self.assertEqual(claims.claim(self.env.cr, run, told[0], 10), ([], 1))
        self.env.invalidate_all()
        self.assertEqual(self.contacts(rule), [("Ann", "skipped", "opted_out")])

    def test_each_in_their_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.template.with_context(lang="de_DE").subject = "Hallo {{ object.name }}"
        self.known("Bob", lang="de_DE")
        self.classify()
        self.rule("date", month="3", day_of_month=3)
        self.care()
        self.assertEqual(sorted(self.mails().mapped("subject")), ["Hallo Bob", "Hello Ann"])
