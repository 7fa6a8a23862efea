from odoo.tests import tagged, users

from ..bases.files import FileCase


@tagged("post_install", "-at_install")
class TestImportEncodings(FileCase):
    @users("rcs_manager")
    def test_chinese_files(self):
        names = ("陈喆", "李镕", "王堃", "𠮷野家")
        for name in names:
            self.customer(name)
        rows = "".join(f"洗衣机 {i},{name},2026-05-0{i}\n" for i, name in enumerate(names[:3], 1))
        text = f"主题,客户名称,报修日期\n{rows}"
        day = 0
        for encoding in (
            "gbk",
            "gb18030",
            "utf-8",
            "utf-8-sig",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
        ):
            for lang in ("en_US", "zh_CN"):
                day += 1
                data = text.replace("2026-05-0", f"20{day:02}-05-0").encode(encoding)
                with self.subTest(encoding=encoding, lang=lang):
                    cases = self.assertTaken(self.take(data, lang=lang), 3)
                    self.assertEqual(cases.partner_id.mapped("name"), list(names[:3]))
                    self.assertEqual(cases[0].name, "洗衣机 1")
        data = "主题,客户,报修日期\n冰箱,𠮷野家,2026-05-01\n".encode("gb18030")
        self.assertEqual(self.assertTaken(self.take(data)).partner_id.name, "𠮷野家")

    @users("rcs_manager")
    def test_traditional_characters(self):
        names = ("陳美玲", "王偉", "臺北電機行")
        for name in names:
            self.customer(name)
        rows = "".join(f"冷氣不冷 {i},{name},2026-05-0{i}\n" for i, name in enumerate(names, 1))
        text = f"主題,客戶名稱,報修日期\n{rows}"
        year = 2000
        for encoding in ("big5", "cp950", "gbk", "utf-8"):
            for lang in ("en_US", "zh_CN"):
                year += 1
                data = text.replace("2026", str(year)).encode(encoding)
                with self.subTest(encoding=encoding, lang=lang):
                    cases = self.assertTaken(self.take(data, lang=lang), 3)
                    self.assertEqual(cases.partner_id.mapped("name"), list(names))
                    self.assertEqual(cases[0].name, "冷氣不冷 1")
        for name in names:
            year += 1
            data = f"Subject,Customer,Opened on\nA,{name},{year}-05-01\n".encode("big5")
            self.assertEqual(self.assertTaken(self.take(data)).partner_id.name, name)

    @users("rcs_manager")
    def test_one_row(self):
        for i, name in enumerate(("陈喆", "李镕", "王伟", "喆")):
            self.customer(name)
            for j, lang in enumerate(("en_US", "zh_CN")):
                with self.subTest(name=name, lang=lang):
                    data = f"主题,客户,报修日期\n洗衣机,{name},2026-0{i + 1}-0{j + 1}\n".encode(
                        "gbk"
                    )
                    case = self.assertTaken(self.take(data, lang=lang))
                    self.assertEqual(case.partner_id.name, name)

    @users("rcs_manager")
    def test_an_encoding_that_somebody_chose(self):
        self.customer("陈喆")
        data = "主题,客户,报修日期\n洗衣机,陈喆,2026-05-01\n"
        cases = self.assertTaken(self.take(data.encode("gbk"), encoding="gb2312"))
        self.assertEqual(cases.partner_id.name, "陈喆")
        cases = self.assertTaken(
            self.take(data.replace("05-01", "05-02").encode("utf-8-sig"), encoding="utf-8")
        )
        self.assertEqual(cases.partner_id.name, "陈喆")

    @users("rcs_manager")
    def test_letters_of_the_west(self):
        self.customer("Müller")
        for subject in ("Säge", "Ärger", "Ångström"):
            data = f"Subject,Customer,Opened on\n{subject},Müller,2026-05-01\n".encode("cp1252")
            case = self.assertTaken(self.take(data))
            self.assertEqual((case.name, case.partner_id.name), (subject, "Müller"))
