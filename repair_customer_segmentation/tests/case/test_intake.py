from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged, users

from ..bases.desk import MONDAY, DeskCase

CHANNELS = ("phone", "walk_in", "email", "web")


@tagged("post_install", "-at_install")
class TestFind(DeskCase):
    """Who calls is found by a number in any format, an address, a name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.customer("Abroad", phone="+49 (0)30 / 7890 1234")
        cls.home = cls.customer("Home", phone="030 55667788")
        cls.mail = cls.customer("Mail", email='"M. Ail" <M.Ail@Example.com>')

    def found(self, text):
        partners = self.env["res.partner"]._repair_find(text)
        return (partners & (self.ann | self.abroad | self.home | self.mail)).mapped("name")

    def test_phone_numbers_in_any_format(self):
        for text, names in (
            ("+49 30 78901234", ["Abroad"]),
            ("0049-30-7890.1234", ["Abroad"]),
            ("03078901234", ["Abroad"]),
            ("7890 1234", ["Abroad"]),
            ("+49 30 55667788", ["Home"]),
            ("+4930 5566 7788", ["Home"]),
            ("55667788", ["Home"]),
            ("+49 40 55667788", []),
            ("1234", []),
            ("55667789", []),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), names)

    def test_the_number_itself_goes_before_one_that_ends_alike(self):
        self.ann.phone = "55667788"
        self.assertEqual(self.found("55667788"), ["Ann", "Home"])

    def test_archived_and_hidden_customers_are_not_found(self):
        self.home.active = False
        self.assertEqual(self.found("55667788"), [])

    def test_addresses_and_names(self):
        self.assertEqual(self.found("m.ail@example.COM"), ["Mail"])
        self.assertEqual(self.found("  abroa "), ["Abroad"])
        self.assertEqual(self.found(""), [])
        self.assertEqual(self.found("%"), [])


@tagged("post_install", "-at_install")
class TestIntake(DeskCase):
    """The dialog in which a case begins while the customer waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann.phone = "+1 415 555 0177"
        cls.device = cls.env["repair.device"].create(
            {"name": "Drill", "serial_number": "XQ-4477", "partner_id": cls.ann.id}
        )
        cls.user("rcs_user", "user")

    def form(self, query=None):
        form = Form(self.env["repair.case.intake"])
        if query:
            form.query = query
        return form

    def opened(self, form):
        action = form.save().action_create()
        self.assertEqual((action["res_model"], action["views"]), ("repair.case", [(False, "form")]))
        return self.env["repair.case"].browse(action["res_id"])

    @users("rcs_user")
    def test_a_caller_who_is_known(self):
        form = self.form("(415) 555-0177")
        self.assertEqual(form.partner_id, self.ann)
        self.assertFalse(form.is_unknown)
        form.device_id = self.device
        form.name = "Does not turn"
        form.type_id = self.env.ref("repair_customer_segmentation.repair_case_type_complaint")
        form.urgency = "1"
        form.description = "Since yesterday\n<b>smokes</b>"
        case = self.opened(form)
        self.assertRecordValues(
            case,
            [
                {
                    "name": "Does not turn",
                    "partner_id": self.ann.id,
                    "device_id": self.device.id,
                    "company_id": self.company.id,
                    "urgency": "1",
                    "priority": "3",
                    "date_open": MONDAY,
                    "channel_id": self.env.ref(
                        "repair_customer_segmentation.repair_case_channel_phone"
                    ).id,
                }
            ],
        )
        self.assertIn("&lt;b&gt;smokes", case.description)

    @users("rcs_user")
    def test_a_serial_number_finds_device_and_customer(self):
        form = self.form("xq-44")
        self.assertEqual((form.partner_id, form.device_id), (self.ann, self.device))

    @users("rcs_user")
    def test_a_new_customer_with_a_new_device(self):
        form = self.form("+1 212 555 0100")
        self.assertTrue(form.is_unknown)
        self.assertEqual(form.partner_phone, "+1 212 555 0100")
        form.name = "Leaks"
        form.partner_name = " Newman "
        form.partner_email = "new@example.com"
        form.device_name = "Washer"
        form.device_serial = "W-1"
        case = self.opened(form)
        self.assertRecordValues(
            case.partner_id,
            [{"name": "Newman", "phone": "+1 212 555 0100", "email": "new@example.com"}],
        )
        self.assertRecordValues(
            case.device_id,
            [
                {
                    "name": "Washer",
                    "serial_number": "W-1",
                    "partner_id": case.partner_id.id,
                    "company_id": self.company.id,
                }
            ],
        )

    @users("rcs_user")
    def test_what_finds_nobody_is_put_where_it_belongs(self):
        form = self.form("zed@example.com")
        self.assertEqual((form.partner_email, form.partner_name), ("zed@example.com", False))
        form.query = "Zacharias Z"
        self.assertEqual((form.partner_email, form.partner_name), (False, "Zacharias Z"))

    @users("rcs_user")
    def test_one_of_several_is_chosen(self):
        twin = self.ann.sudo().copy({"name": "Ann's Twin", "phone": "415 5550177"})
        self.case(name="Open one")
        form = self.form("4155550177")
        self.assertFalse(form.partner_id)
        intake = form.save()
        self.assertEqual(intake.match_ids.partner_id, self.ann | twin)
        counts = {match.partner_id.name: match.open_case_count for match in intake.match_ids}
        self.assertEqual(counts, {"Ann": 1, "Ann's Twin": 0})
        with form.match_ids.edit(1) as line:
            line.is_chosen = True
        self.assertEqual(form.partner_id, self.ann)
        self.assertFalse(len(form.match_ids))

    @users("rcs_user")
    def test_open_cases_are_pointed_out_before(self):
        case = self.case(name="Smokes", device_id=self.device.id)
        other = self.env["repair.device"].create({"name": "Saw", "partner_id": self.ann.id})
        form = self.form("xq-4477")
        self.assertIn(f'href="/odoo/repair-cases/{case.id}"', form.duplicate_hint)
        self.assertIn("Ann has another open case", form.duplicate_hint)
        form.device_id = other
        self.assertFalse(form.duplicate_hint)

    @users("rcs_user")
    def test_what_is_missing_is_named(self):
        for values, message in (
            ({"query": "4155550177"}, "field “Subject”"),
            ({"name": "Leaks"}, "“Name” of a new one"),
        ):
            form = self.form()
            for name, value in values.items():
                form[name] = value
            intake = form.save()
            with self.assertRaisesRegex(UserError, message):
                intake.action_create()
        form = self.form("4155550177")
        form.name = "Leaks"
        intake = form.save()
        intake.device_serial = "W-1"
        with self.assertRaisesRegex(UserError, "“W-1”: enter what the device is"):
            intake.action_create()
        self.assertFalse(self.env["repair.case"].search([("name", "=", "Leaks")]))


@tagged("post_install", "-at_install")
class TestDuplicates(DeskCase):
    """A case says that its customer has asked already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acme = cls.customer("Acme", is_company=True)
        cls.contact = cls.customer("Contact", parent_id=cls.acme.id)
        cls.drill, cls.saw = cls.env["repair.device"].create(
            [{"name": name, "partner_id": cls.acme.id} for name in ("Drill", "Saw")]
        )

    def hinted(self, case, *others):
        """Return which of the others a case points out."""
        case.invalidate_recordset()
        hint = case.duplicate_hint or ""
        return [other.name for other in others if f'/repair-cases/{other.id}"' in hint]

    def test_open_cases_of_the_same_customer(self):
        first = self.case(self.acme, name="First")
        self.assertFalse(first.duplicate_hint)
        second = self.case(self.contact, name="Second")
        closed = self.case(self.acme, name="Closed", stage_id=self.stage_closed.id)
        alien = self.case(self.ann, name="Alien")
        everything = (first, second, closed, alien)
        self.assertEqual(self.hinted(first, *everything), ["Second"])
        self.assertEqual(self.hinted(second, *everything), ["First"])
        self.assertEqual(self.hinted(closed, *everything), [])
        self.assertEqual(self.hinted(alien, *everything), [])

    def test_another_device_is_another_matter(self):
        drill = self.case(self.acme, name="Drill", device_id=self.drill.id)
        again = self.case(self.acme, name="Again", device_id=self.drill.id)
        saw = self.case(self.acme, name="Saw", device_id=self.saw.id)
        vague = self.case(self.acme, name="Vague")
        everything = (drill, again, saw, vague)
        self.assertEqual(self.hinted(drill, *everything), ["Again", "Vague"])
        self.assertEqual(self.hinted(vague, *everything), ["Drill", "Again", "Saw"])

    def test_many_are_named_and_the_rest_counted(self):
        cases = [self.case(self.acme, name=f"Case {i}") for i in range(8)]
        self.assertEqual(len(self.hinted(cases[0], *cases)), 5)
        self.assertIn("has 7 other open cases", cases[0].duplicate_hint)
        self.assertIn("and 2 more", cases[0].duplicate_hint)

    def test_one_query_for_many_cases(self):
        cases = self.env["repair.case"]
        for _i in range(20):
            cases |= self.case(self.customer("Somebody"))
        self.env.flush_all()
        counts = []
        for size in (1, 1, 20):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases[:size].mapped("duplicate_hint")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[1])


@tagged("post_install", "-at_install")
class TestChannel(DeskCase):
    def test_imports_say_so_and_people_choose(self):
        self.assertFalse(self.case().channel_id)
        imported = self.env["repair.case"].with_context(import_file=True)
        result = imported.load(["name", "partner_id/.id"], [["Old", str(self.ann.id)]])
        case = self.env["repair.case"].browse(result["ids"])
        self.assertEqual(
            case.channel_id, self.env.ref("repair_customer_segmentation.repair_case_channel_import")
        )

    def test_what_sets_itself_is_not_offered_on_the_phone(self):
        fields = self.env["repair.case.intake"].fields_get(["channel_id"])
        offered = self.env["repair.case.channel"].search(fields["channel_id"]["domain"])
        self.assertEqual([offered._shipped(name) in offered for name in CHANNELS], [True] * 4)
        self.assertFalse(offered & (offered._shipped("portal") | offered._shipped("import")))

    def test_a_deleted_channel_stops_nobody(self):
        self.env.ref("repair_customer_segmentation.repair_case_channel_import").unlink()
        case = self.env["repair.case"].with_context(import_file=True)
        self.assertFalse(case.create({"name": "Old", "partner_id": self.ann.id}).channel_id)


@tagged("post_install", "-at_install")
class TestIntakeTour(HttpCase):
    def test_a_call(self):
        company = self.env["res.company"].create({"name": "Intake Company"})
        new_test_user(
            self.env,
            login="intake_user",
            groups="repair_customer_segmentation.group_user",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.env["res.partner"].create(
            [
                {"name": "Tour Caller", "phone": "+1 (415) 555-0198"},
                {"name": "Tour Double", "phone": "415 5550198"},
            ]
        )
        self.start_tour("/odoo", "repair_intake_tour", login="intake_user")
        case = self.env["repair.case"].search([("company_id", "=", company.id)])
        self.assertRecordValues(case, [{"name": "Tour: kettle leaks", "urgency": "1"}])
        self.assertEqual(case.partner_id.name, "Tour Caller")
        self.assertEqual(case.device_id.name, "Tour Kettle")
