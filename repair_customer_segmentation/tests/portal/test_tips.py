from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, tagged

from ...models.portal.tips import shared
from ..bases.portal_pages import PortalHttpCase

DRAIN = "The dishwasher does not drain"


@tagged("post_install", "-at_install")
class TestTips(PortalHttpCase):
    """Tips on the page where a customer reports a problem, and what is counted of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Acme is served by the level of its tiers, Carl by the company's own.
        cls.levels = cls.env["repair.service.level"].search([("active", "=", True)])
        cls.levels.self_service = True
        cls.tips = cls.env["repair.tip"].create(
            [
                cls.tip(DRAIN, "<p>Clean the filter.</p>", keywords="water standing pump"),
                cls.tip("The dishwasher smells", "<p>Run it at 70 degrees.</p>"),
                cls.tip("Bike wheel wobbles", "<p>Tighten the spokes.</p>"),
            ]
        )
        cls.drain = cls.tips[0]

    @classmethod
    def tip(cls, question, answer, **values):
        return {"question": question, "answer": answer, "company_id": cls.company.id, **values}

    def suggested(self, text, login="rcs_ann", **values):
        self.authenticate(login, login)
        reply = self.rpc("/my/cases/tips", text=text, **values)
        return [tip["question"] for tip in reply["result"]]

    def helped(self, tip, login="rcs_ann", **data):
        return self.post(f"/my/cases/tips/{tip.id}/helped", login, **data)

    def test_fitting_tips_the_best_first(self):
        self.assertEqual(
            self.suggested("Dishwasher: standing water, pump hums, does not drain"),
            [DRAIN, "The dishwasher smells"],
        )
        self.assertEqual(self.suggested("wheels wobbling"), ["Bike wheel wobbles"])
        self.assertEqual(self.suggested("toaster"), [])
        self.assertEqual(self.suggested(""), [])

    def test_page_has_place_for_tips_only_with_self_service(self):
        self.assertIn("o_repair_tips", self.get("/my/cases/new").text)
        self.levels.self_service = False
        self.assertNotIn("o_repair_tips", self.get("/my/cases/new").text)
        self.assertEqual(self.suggested("dishwasher"), [])

    def test_level_of_a_tier_without_self_service(self):
        better = self.env["repair.service.level"].create(
            {"name": "Served in Person", "company_id": self.company.id, "sequence": 1}
        )
        self.profile_of(self.acme).value_tier_id.service_level_id = better
        self.assertEqual(self.suggested("dishwasher"), [])
        self.assertEqual(len(self.suggested("dishwasher", "rcs_carl")), 2)

    def test_other_types_and_categories_are_left_out(self):
        noise = self.env["repair.case.type"].create(
            {"name": "Noise", "company_id": self.company.id}
        )
        white = self.env["product.category"].create({"name": "White Goods"})
        washers = self.env["product.category"].create(
            {"name": "Dishwashers", "parent_id": white.id}
        )
        bikes = self.env["product.category"].create({"name": "Bikes"})
        product = self.env["product.product"].create({"name": "G7", "categ_id": washers.id})
        self.drain.write({"type_ids": noise.ids, "category_ids": white.ids})
        text = "does not drain"
        self.assertEqual(self.suggested(text, type_id=str(noise.id)), [DRAIN])
        self.assertEqual(self.suggested(text, type_id=str(self.kind.id)), [])
        # What category the device is of, nobody knows.
        self.assertEqual(self.suggested(text, device_id=str(self.device.id)), [DRAIN])
        self.device.product_id = product
        self.assertEqual(self.suggested(text, device_id=str(self.device.id)), [DRAIN])
        product.categ_id = bikes
        self.assertEqual(self.suggested(text, device_id=str(self.device.id)), [])

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.drain.with_context(lang="zh_CN").write(
            {"question": "洗碗机不排水", "keywords": False, "answer": "<p>清洗过滤网。</p>"}
        )
        self.ann.lang = "zh_CN"
        self.assertEqual(self.suggested("洗碗机里有水 不排水了"), ["洗碗机不排水"])

    def test_solved_is_counted_once_a_day_and_opens_no_case(self):
        cases = self.env["repair.case"].search_count([("partner_id", "=", self.ann.id)])
        with freeze_time("2026-11-26 20:00:00"):
            reply = self.helped(self.drain, name="Water stands", device_id=self.device.id)
            self.assertTrue(reply.headers["Location"].endswith("/my/cases?solved=1"))
            self.helped(self.drain, name="Again")
        self.assertRecordValues(
            self.drain.help_ids,
            [
                {
                    "partner_id": self.ann.id,
                    "device_id": self.device.id,
                    "problem": "Water stands",
                    "company_id": self.company.id,
                }
            ],
        )
        with freeze_time("2026-11-28 20:00:00"):
            self.helped(self.drain)
            self.assertEqual(self.drain.help_count, 2)
        with freeze_time("2027-11-27 20:30:00"):
            self.drain.invalidate_recordset(["help_count"])
            self.assertEqual(self.drain.help_count, 1)
        self.assertEqual(
            self.env["repair.case"].search_count([("partner_id", "=", self.ann.id)]), cases
        )
        self.assertIn("No case was opened", self.get("/my/cases?solved=1").text)

    def test_no_tip_for_this_customer(self):
        foreign = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.env["repair.tip"].create(
            {**self.tip("Dishwasher", "<p>No.</p>"), "company_id": foreign.id}
        )
        self.assertNotIn("Dishwasher", self.suggested("dishwasher"))
        self.tips[1].active = False
        for tip in theirs, self.tips[1]:
            reply = self.helped(tip)
            self.assertTrue(reply.headers["Location"].endswith("/my/cases/new?tip=gone"))
        self.levels.self_service = False
        self.helped(self.drain)
        self.assertFalse(self.tips.help_ids | theirs.help_ids)

    def test_device_of_somebody_else_is_not_recorded(self):
        self.helped(self.drain, login="rcs_carl", device_id=self.device.id)
        self.assertRecordValues(
            self.drain.help_ids, [{"partner_id": self.carl.id, "device_id": False}]
        )

    def test_customers_read_no_tip_by_other_routes(self):
        ann = self.env["res.users"].search([("login", "=", "rcs_ann")])
        for model in "repair.tip", "repair.tip.help":
            with self.assertRaises(AccessError):
                self.env[model].with_user(ann).search_read([], ["id"])

    def test_a_type_that_is_none_of_the_form_is_no_choice(self):
        for type_id in "", "x", "9" * 30, str(10**6):
            with self.subTest(type_id):
                self.assertEqual(self.suggested("It does not drain", type_id=type_id), [DRAIN])

    def test_visitors_and_long_texts(self):
        self.authenticate(None, None)
        self.assertIn("error", self.rpc("/my/cases/tips", text="dishwasher"))
        self.authenticate("rcs_ann", "rcs_ann")
        self.assertIn("characters", str(self.rpc("/my/cases/tips", text="x" * 30_000)["error"]))

    def test_empty_answer_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "fill in “Answer”"):
            self.drain.answer = "<p><br></p>"

    def test_made_of_a_case(self):
        self.case.solution = "Filter cleaned"
        action = self.env["repair.tip"].with_user(self.agent)._from_case(self.case)
        tip = self.env["repair.tip"].with_context(**action["context"]).new({})
        self.assertEqual(tip.question, "Dishwasher leaks")
        self.assertIn("Filter cleaned", tip.answer)
        self.assertEqual(tip.type_ids._origin, self.kind)

    def test_tour(self):
        self.start_tour("/my/cases/new", "repair_portal_tip_tour", login="rcs_ann")
        self.assertEqual(self.drain.help_ids.problem, "It does not drain")


@tagged("-at_install", "post_install")
class TestSharedWords(TransactionCase):
    def test_share_of_the_words_of_the_tip(self):
        self.assertEqual(shared(["drain", "water"], ["drains", "pump"]), 0.5)
        self.assertEqual(shared([], ["drains"]), 0.0)
        self.assertEqual(shared(["drain"], []), 0.0)
        self.assertEqual(shared(["pump"], ["drains", "water"], ["pumps", "noise"]), 0.5)
        self.assertEqual(shared(["draining"], ["drain"]), 1.0)
        self.assertEqual(shared(["drain"], ["water"]), 0.0)
