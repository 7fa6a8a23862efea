# ruff: noqa: RUF001 - the same in other writings is what is tested
from odoo.tests import tagged, users

from ..bases.desk import DeskCase


class FindCase(DeskCase):
    def found(self, text, stored):
        """Return whether a text finds a partner, among others that are not meant."""
        return stored in self.env["res.partner"]._repair_find(text, 80)


@tagged("post_install", "-at_install")
class TestFindPhone(FindCase):
    """A number is found however it is stored and however it is typed."""

    def test_any_writing_of_one_number(self):
        writings = (
            "021-62345678",
            "０２１－６２３４５６７８",
            "021–6234–5678",
            "021—62345678",
            "(021) 6234 5678",
            "（０２１）６２３４５６７８",
            "+86 21 6234 5678",
            "＋８６ ２１ ６２３４５６７８",
            "0086-21-62345678",
            "+86 (0)21 62345678",
            "021.6234.5678",
            "tel:021-62345678",
            "tel:+86-21-62345678;ext=12",
            "电话：021-62345678",
            "\u202d021 6234 5678\u202c",
            "021-62345678 ext. 12",
            "021-62345678 Ext 12",
            "021 62345678 x12",
            "021-62345678#12",
            "021-62345678*8",
            "021-62345678＊8",
            "021-62345678转12",
            "021-62345678 轉 801",
            "021-62345678（转801）",
            "021-62345678分机801",
            "021-62345678 分機：801",
            "021-62345678-801",
            "021-62345678/13800138000",
            "13800138000、021-62345678",
            "13800138000 021-62345678",
            "021-62345678, 13800138000",
        )
        for stored in writings:
            partner = self.customer("Caller", phone=stored)
            for typed in writings:
                with self.subTest(stored=stored, typed=typed):
                    self.assertTrue(self.found(typed, partner))
            for typed in ("02162345679", "62345677", "0106234567"):
                with self.subTest(stored=stored, typed=typed):
                    self.assertFalse(self.found(typed, partner))
            partner.unlink()

    def test_both_numbers_of_a_field(self):
        both = self.customer("Both", phone="010-62345678/13800138001")
        for typed in ("62345678", "010 6234 5678", "138 0013 8001", "+8613800138001", "38001"):
            with self.subTest(typed=typed):
                self.assertTrue(self.found(typed, both))
        self.assertFalse(self.found("567813800", both))

    def test_digits_of_other_scripts(self):
        partner = self.customer("Arab", phone="٠٢١٦٢٣٤٥٦٧٨")
        self.assertTrue(self.found("02162345678", partner))
        self.assertTrue(self.found("۰۲۱۶۲۳۴۵۶۷۸", partner))

    def test_a_number_with_words_beside_it(self):
        partner = self.customer("Caller", phone="13800138777")
        self.assertTrue(self.found("王先生 13800138777", partner))
        self.assertFalse(self.found("room 38777", partner))


@tagged("post_install", "-at_install")
class TestFindName(FindCase):
    """A name is found in whatever writing it is stored and typed."""

    def test_any_writing_of_one_name(self):
        for names in (
            ("歐陽鋒", "欧阳锋", "歐阳鋒", "欧阳 锋", "歐陽　鋒"),
            ("ＡＣＭＥ Tools", "acme tools", "Acme\u00a0Tools", "ACME  TOOLS", "AcmeTools"),
            ("李·小龙", "李小龙", "李•小龍", "李・小龙", "李 小龙", "李．小龙"),
            ("上海（华为）维修", "上海(華為)維修", "上海華為維修"),
            ("劉羣裏", "刘群里"),
            ("Tomás Núñez", "tomas nunez", "TOMÁS NÚÑEZ"),
            ("Jean-Luc", "Jean Luc", "jean‑luc"),
            ("O’Neill", "O'Neill", "o neill"),
            ("ｶﾄｳ", "カトウ"),
        ):
            for stored in names:
                partner = self.customer(stored)
                for typed in names:
                    with self.subTest(stored=stored, typed=typed):
                        self.assertTrue(self.found(typed, partner))
                partner.unlink()

    def test_names_that_are_others(self):
        for stored, typed in (("李小龙", "季小龙"), ("陈喆", "陈哲"), ("王伟", "王玮")):
            partner = self.customer(stored)
            with self.subTest(stored=stored, typed=typed):
                self.assertFalse(self.found(typed, partner))

    def test_words_keep_apart_where_that_finds_somebody(self):
        ann, juan = self.customer("Annabel"), self.customer("Juan Nabelson")
        self.assertTrue(self.found("annabel", ann))
        self.assertFalse(self.found("annabel", juan))
        self.assertTrue(self.found("an nabel", juan))

    def test_the_name_itself_goes_first(self):
        longer = self.customer("欧阳锋维修部")
        exact = self.customer("歐陽鋒")
        found = self.env["res.partner"]._repair_find("欧阳锋")
        self.assertEqual((found & (longer | exact)).ids, [exact.id, longer.id])

    def test_a_million_are_not_looked_through(self):
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for index, condition in (
            ("phone", "phone IS NOT NULL AND repair_phone_keys(phone) && ARRAY['2345678']"),
            ("name", "repair_name_keys(complete_name) @> repair_name_keys('acme')"),
        ):
            self.env.cr.execute(f"EXPLAIN SELECT id FROM res_partner WHERE {condition}")
            plan = "\n".join(line for (line,) in self.env.cr.fetchall())
            self.assertIn(f"res_partner_repair_{index}_idx", plan)


@tagged("post_install", "-at_install")
class TestFindField(FindCase):
    """The first search field of customers and of cases finds what the intake finds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("rcs_user", "user")
        cls.acme = cls.customer("歐陽電器", is_company=True, phone="+86 21 6234 5678 转 8")
        cls.tomas = cls.customer(
            "Tomás", parent_id=cls.acme.id, phone="+1 415-555-0110", email="tomas@acme.example"
        )
        cls.device = cls.env["repair.device"].create(
            {"name": "Boiler", "serial_number": "HB-77120", "partner_id": cls.acme.id}
        )
        cls.by_acme = cls.case(cls.acme, name="Leaks", device_id=cls.device.id)
        cls.by_tomas = cls.case(cls.tomas, name="Smokes")
        cls.alien = cls.case(cls.ann, name="Alien")
        cls.policy.classify()

    @users("rcs_user")
    def test_customers(self):
        profiles = self.env["repair.customer.profile"]
        for text in (
            "欧阳电器",
            "０２１６２３４５６７８",
            "+1 415-555-0110",
            "415-555-0110",
            "Tomás",
            "tomas",
            "tomas@acme.example",
            "HB-77120",
            "hb-771",
            "ＨＢ-77120",
        ):
            with self.subTest(text=text):
                found = profiles.search([("find_text", "ilike", text)])
                self.assertEqual(found.partner_id, self.acme)
        self.assertFalse(profiles.search([("find_text", "ilike", "Nobody Knows")]))
        others = profiles.search([("find_text", "not ilike", "Tomás")]).partner_id
        self.assertNotIn(self.acme, others)
        self.assertIn(self.ann, others)

    @users("rcs_user")
    def test_cases(self):
        cases = self.env["repair.case"]
        ours = [("company_id", "=", self.company.id)]
        both = self.by_acme | self.by_tomas
        for text, found in (
            ("021 62345678", both),
            ("欧阳电器", both),
            ("4155550110", self.by_tomas),
            ("Tomas", self.by_tomas),
            ("tomas@acme.example", self.by_tomas),
            ("hb-77120", self.by_acme),
            ("leak", self.by_acme),
            (self.alien.reference, self.alien),
        ):
            with self.subTest(text=text):
                self.assertEqual(cases.search([*ours, ("find_text", "ilike", text)]), found)

    def test_it_is_the_first_of_both_lists(self):
        for model in ("repair.customer.profile", "repair.case"):
            view = self.env[model].get_view(view_type="search")["arch"]
            with self.subTest(model=model):
                self.assertEqual(view.index("<field"), view.index('<field name="find_text"'))
