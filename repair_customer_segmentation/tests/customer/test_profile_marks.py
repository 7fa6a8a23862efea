from datetime import date, timedelta

from odoo import fields
from odoo.tests import tagged, users

from ..bases.common import AS_OF, SegmentationCase


class MarksCase(SegmentationCase):
    """Ann falls, Bob rises, and nothing happens to Cid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.bob, cls.cid = cls.customer("Ann"), cls.customer("Bob"), cls.customer("Cid")
        cls.now = fields.Datetime.now().replace(microsecond=0)
        day = timedelta(days=1)
        cls.history(
            [
                (cls.ann, cls.now - 364 * day, 3000),
                (cls.ann, cls.now - 100 * day, 1500),
                (cls.bob, cls.now - 100 * day, 100),
                (cls.bob, cls.now - 10 * day, 3000),
                (cls.cid, cls.now - 100 * day, 100),
            ]
        )
        for days in (60, 5, 0):
            cls.policy.classify(as_of=cls.now - days * day)
        # Ann's large repair has left the window.
        cls.policy.classify(as_of=cls.now + 2 * day)
        cls.user("rcs_user", "user")


@tagged("post_install", "-at_install")
class TestFallsOn(MarksCase):
    def test_the_first_day_counts(self):
        profile = self.profile_of(self.ann)
        day = self.now.date() + timedelta(days=32)
        self.assertEqual(profile.value_tier_id.name, "High Value")
        self.assertEqual(profile.value_computed_tier_id.name, "Ordinary")
        self.assertEqual(profile.value_falls_on, day)
        self.assertEqual(profile.falls_on, day)
        self.assertFalse(self.profile_of(self.bob).falls_on)

    def test_search_and_sort(self):
        profiles = self.env["repair.customer.profile"]
        company = ("company_id", "=", self.company.id)
        day = self.profile_of(self.ann).falls_on

        def found(*leaf):
            return profiles.search([company, leaf]).partner_id

        self.assertEqual(found("falls_on", "!=", False), self.ann)
        self.assertEqual(found("falls_on", "=", False), self.bob | self.cid)
        self.assertEqual(found("falls_on", "=", day), self.ann)
        self.assertEqual(found("falls_on", "in", [False, day]), self.ann | self.bob | self.cid)
        self.assertEqual(found("falls_on", "<=", day), self.ann)
        self.assertEqual(found("falls_on", "<", str(day)), self.env["res.partner"])
        self.assertEqual(found("falls_on", ">", date(2000, 1, 1)), self.ann)
        self.assertEqual(profiles.search([company], order="falls_on", limit=1).partner_id, self.ann)


@tagged("post_install", "-at_install")
class TestBadgeMarks(MarksCase):
    def test_grace_and_trend(self):
        marks = self.profile_of(self.ann).badge_marks["value"]
        day = self.profile_of(self.ann).falls_on
        self.assertEqual(marks["falls_on"], f"downgrade on {day:%B} {day.day}, {day.year}")
        self.assertFalse(marks["trend"])
        marks = self.profile_of(self.bob).badge_marks["value"]
        since = (self.now - timedelta(days=5)).date()
        self.assertEqual(
            marks,
            {
                "override": False,
                "falls_on": False,
                "trend": "up",
                "trend_text": f"Ordinary until {since:%B} {since.day}, {since.year}",
            },
        )
        self.assertFalse(any(self.profile_of(self.cid).badge_marks["value"].values()))

    def test_old_changes_are_not_marked(self):
        self.env.cr.execute(
            "UPDATE repair_segmentation_transition SET date = date - interval '100 days'"
            " WHERE company_id = %s",
            [self.company.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self.profile_of(self.bob).badge_marks["value"]["trend"])

    @users("rcs_user")
    def test_an_override_is_marked_with_its_reason(self):
        self.env["repair.segmentation.override"].sudo().create(
            {
                "partner_id": self.cid.id,
                "company_id": self.company.id,
                "tier_id": self.tier("High Value").id,
                "reason": "Good friend",
            }
        )
        self.policy.sudo().classify(partner_ids=self.cid.ids)
        marks = self.cid.with_env(self.env).repair_badge_marks["value"]
        self.assertIn("“Good friend”", marks["override"])
        self.assertEqual(marks["trend"], "up")

    def test_a_partner_without_a_profile_has_none(self):
        partner = self.customer("Nobody")
        self.assertFalse(partner.repair_badge_marks)
        self.assertFalse(partner.repair_timeline)


@tagged("post_install", "-at_install")
class TestTimeline(MarksCase):
    def test_newest_first(self):
        timeline = self.profile_of(self.bob)._timeline()
        value = [change for change in timeline["changes"] if change["dimension"] == "Value"]
        since = (self.now - timedelta(days=5)).date()
        self.assertEqual(
            [
                (change["date"], change["before"], change["after"], change["cause"])
                for change in value
            ],
            [(f"{since:%B} {since.day}, {since.year}", "Ordinary", "High Value", "by rule")],
        )
        self.assertEqual(timeline["more"], 0)

    @users("rcs_user")
    def test_the_last_ten(self):
        insert = """
            INSERT INTO repair_segmentation_transition
                        (partner_id, company_id, dimension, to_tier_id, date, cause)
            SELECT %s, %s, 'value', %s, %s::timestamp + n * interval '1 day', 'rule'
              FROM generate_series(1, 12) AS n
        """
        tier = self.tier("High Value")
        self.env.cr.execute(insert, [self.cid.id, self.company.id, tier.id, AS_OF])
        profile = self.profile_of(self.cid).with_env(self.env)
        total = self.env["repair.segmentation.transition"].search_count(
            profile._transition_domain()
        )
        timeline = profile._timeline()
        self.assertEqual(len(timeline["changes"]), 10)
        self.assertEqual(timeline["more"], total - 10)
        html = self.cid.with_env(self.env).read(["repair_timeline"])[0]["repair_timeline"]
        self.assertIn("High Value", html)
        action = self.cid.with_env(self.env).action_repair_transitions()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), total)
        opened = self.env[action["res_model"]].search(action["domain"], limit=1)
        self.assertEqual(opened.action_open_partner()["res_id"], self.cid.id)
