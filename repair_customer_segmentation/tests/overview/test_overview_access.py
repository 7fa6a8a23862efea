from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.access.day_text import moment_text
from ..bases.overview import OverviewCase


@tagged("post_install", "-at_install")
class TestOverviewAccess(OverviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.history(
            [
                (cls.ann, "2025-07-01", 500, {"stage_id": cls.stage_closed.id}),
                (cls.ann, "2025-07-02", 100, {"parts_cost": 30, "work_hours": 0}),
            ]
        )
        cls.policy.classify()

    def test_others_are_refused(self):
        for login, group in (("rcs_all", "user_all"), ("rcs_own", "user"), ("rcs_none", None)):
            user = self.user(login, *([group] if group else []))
            overview = self.env["repair.overview"].with_user(user)
            for call in (
                overview.get_overview,
                overview.get_today,
                lambda own=overview: own.open_records("totals", "customers"),
            ):
                with self.subTest(user=login), self.assertRaises(AccessError):
                    call()

    def test_without_money_the_page_is_whole(self):
        self.manager = self.no_money()
        answer = self.ask()
        self.assertEqual(answer["totals"]["customers"], 1)
        self.assertIsNone(answer["totals"]["amount"])
        self.assertIsNone(answer["currency_id"])
        self.assertIsNone(answer["abc"])
        told = [*answer["board"]["cells"], *answer["board"]["tiers"], answer["totals"]]
        for figure in ("amount", "net", "costed_share"):
            self.assertEqual({each[figure] for each in told}, {None})
        self.assertEqual(sum(cell["customers"] for cell in answer["board"]["cells"]), 1)

    def test_another_company_is_another_page(self):
        other = self.env["res.company"].create(
            {"name": "Other", "currency_id": self.env.ref("base.EUR").id}
        )
        self.manager.company_ids += other
        both = self.overview.with_context(allowed_company_ids=[other.id, self.company.id])
        theirs = both.get_overview()
        self.assertTrue(theirs["is_empty"])
        self.assertEqual(theirs["company"], "Other")
        self.assertEqual(theirs["currency_id"], self.env.ref("base.EUR").id)
        self.assertEqual(theirs["work"]["types"], [])
        self.assertEqual(both.get_today()["items"], [])
        ours = both.with_context(allowed_company_ids=[self.company.id, other.id]).get_overview()
        self.assertEqual(ours["totals"]["amount"], 600)
        self.assertEqual(ours["currency_id"], self.env.ref("base.USD").id)

    def test_days_are_those_of_the_company(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        with freeze_time(datetime(2025, 7, 31, 17)):
            for tz in ("America/Los_Angeles", "Asia/Shanghai"):
                self.manager.tz = tz
                answer = self.ask("month")
                self.assertEqual(answer["months"]["labels"][-1]["key"], "2025-08-01")
                self.assertEqual(answer["movement"]["date_from"], "2025-07-31")

    def test_confidential_cases_count_for_managers(self):
        before = self.ask()["work"]["types"]
        self.env["repair.case"].search([("partner_id", "=", self.ann.id)]).is_confidential = True
        self.assertEqual(self.ask()["work"]["types"], before)
        self.assertEqual(self.opened("type", "none"), 1)

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["repair_customer_segmentation"], ["zh_CN"])
        answer = self.overview.with_context(lang="zh_CN").get_overview()
        self.assertEqual(answer["months"]["labels"][-1]["name"], "今天")
        self.assertEqual(answer["period"], "2025年5月1日至7月10日")
        labels = dict(answer["choices"]["periods"])
        self.assertEqual(labels["month"], "本月")

    def test_the_run_is_told_in_the_time_of_the_company(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        moment = datetime(2026, 6, 8, 16, 30)
        for lang, zone, text in [
            ("en_US", "Asia/Shanghai", "Jun 9, 12:30\u202fAM"),
            ("en_US", "America/Los_Angeles", "Jun 8, 9:30\u202fAM"),
            ("zh_CN", "Asia/Shanghai", "6月9日 00:30"),
        ]:
            with self.subTest(lang=lang, zone=zone):
                env = self.env(context={"lang": lang, "tz": "Europe/Paris"})
                self.assertEqual(moment_text(env, moment, zone), text)
