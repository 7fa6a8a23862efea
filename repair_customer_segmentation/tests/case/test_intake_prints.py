from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged, users

from ..bases.desk import MONDAY, DeskCase
from ..bases.portal import PNG

RECEIPT = "repair_customer_segmentation.report_repair_case_receipt"
LABEL = "repair_customer_segmentation.report_repair_case_label"


@tagged("post_install", "-at_install")
class TestIntakePrints(DeskCase):
    """What is handed in: its condition, photos of it, and paper for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.device = cls.env["repair.device"].create({"name": "Drill", "partner_id": cls.ann.id})
        cls.user("rcs_user", "user")
        cls.user("rcs_colleague", "user")

    def intake(self, **values):
        return self.env["repair.case.intake"].create(
            {"partner_id": self.ann.id, "device_id": self.device.id, "name": "Smokes", **values}
        )

    def case_of(self, action):
        action = action.get("params", {}).get("shown", action)
        return self.env[action["res_model"]].browse(action["res_id"])

    def upload(self, **values):
        """Return a file as the web client uploads it for a dialog that is not saved yet."""
        return self.env["ir.attachment"].create(
            {
                "name": "door.png",
                "raw": PNG,
                "res_model": "repair.case.intake",
                "res_id": 0,
                **values,
            }
        )

    @users("rcs_user")
    def test_condition_is_taken_over(self):
        case = self.case_of(self.intake(condition=" Scratched\nWith charger ").action_create())
        self.assertEqual(case.condition, "Scratched\nWith charger")
        self.assertFalse(self.case_of(self.intake(condition=" ").action_create()).condition)

    @users("rcs_user")
    def test_nothing_is_printed_unasked(self):
        action = self.intake().action_create()
        self.assertEqual((action["type"], action["res_model"]), (
            "ir.actions.act_window", "repair.case"
        ))  # fmt: skip

    @users("rcs_user")
    def test_the_case_is_shown_and_printed(self):
        for values, reports in (
            ({"prints_receipt": True}, [RECEIPT]),
            ({"prints_label": True}, [LABEL]),
            ({"prints_receipt": True, "prints_label": True}, [RECEIPT, LABEL]),
        ):
            action = self.intake(**values).action_create()
            self.assertEqual(action["tag"], "repair_show_and_print")
            printed = action["params"]["printed"]
            self.assertEqual([report["report_name"] for report in printed], reports)
            case = self.case_of(action)
            self.assertEqual(case.name, "Smokes")
            for report in printed:
                self.assertEqual(report["context"]["active_ids"], case.ids)
                self.assertEqual(report["report_type"], "qweb-pdf")

    @users("rcs_user")
    def test_a_label_sheet_is_asked_for_last(self):
        action = self.intake(prints_receipt=True, prints_sheet=True).action_create()
        receipt, sheet = action["params"]["printed"]
        self.assertEqual(receipt["report_name"], RECEIPT)
        self.assertEqual((sheet["res_model"], sheet["target"]), ("repair.label.layout", "new"))
        layout = self.env["repair.label.layout"].browse(sheet["res_id"])
        self.assertEqual(layout._labelled(), self.case_of(action))

    @users("rcs_user")
    def test_photos_are_on_the_case_in_a_note(self):
        photo = self.upload()
        case = self.case_of(self.intake(photo_ids=[(4, photo.id)]).action_create())
        self.assertRecordValues(photo, [{"res_model": "repair.case", "res_id": case.id}])
        note = case.message_ids.filtered("attachment_ids")
        self.assertEqual(note.attachment_ids, photo)
        self.assertTrue(note.subtype_id.internal, "no customer sees it")
        self.assertEqual(note.author_id, self.env.user.partner_id)
        self.assertFalse(case.first_response_date)

    @users("rcs_user")
    def test_a_photo_that_was_added_after_a_first_try_is_on_the_case_too(self):
        intake = self.intake(name=False, photo_ids=[(4, self.upload().id)])
        with self.assertRaisesRegex(UserError, "Subject"):
            intake.action_create()
        late = self.upload(res_id=intake.id, name="back.png")
        intake.write({"name": "Smokes", "photo_ids": [(4, late.id)]})
        case = self.case_of(intake.action_create())
        self.assertEqual(
            set(case.message_ids.attachment_ids.mapped("name")), {"door.png", "back.png"}
        )

    def test_photos_of_a_case_that_was_not_opened_are_deleted(self):
        old, fresh = self.upload(), self.upload()
        taken = self.upload()
        case = self.case_of(self.intake(photo_ids=[(4, taken.id)]).action_create())
        for photo, hours in ((old, 25), (fresh, 23), (taken, 25)):
            photo._write({"create_date": MONDAY - timedelta(hours=hours)})
        self.env.invalidate_all()
        self.env["repair.case.intake"]._delete_left_photos()
        self.assertEqual((old | fresh | taken).exists(), fresh | taken)
        self.assertEqual(case.message_ids.attachment_ids, taken)

    @users("rcs_user")
    def test_no_file_of_another_record_is_taken_along(self):
        other = self.upload(res_model="repair.device", res_id=self.device.id)
        case = self.case_of(self.intake(photo_ids=[(4, other.id)]).action_create())
        self.assertRecordValues(other, [{"res_model": "repair.device", "res_id": self.device.id}])
        self.assertFalse(case.message_ids.attachment_ids)

    def test_nor_one_that_a_colleague_is_about_to_add(self):
        colleague = self.env["res.users"].search([("login", "=", "rcs_colleague")])
        photo = self.upload().with_user(colleague).copy()
        self.assertEqual(photo.create_uid, colleague)
        user = self.env["res.users"].search([("login", "=", "rcs_user")])
        with self.assertRaises(AccessError):
            self.env(user=user)["repair.case.intake"].create(
                {"partner_id": self.ann.id, "name": "x", "photo_ids": [(4, photo.id)]}
            )

    @users("rcs_user")
    def test_the_dialog_asks_for_paper_where_there_is_a_device(self):
        form = Form(self.env["repair.case.intake"])
        self.assertTrue(form._get_modifier("prints_receipt", "invisible"))
        form.partner_id = self.ann
        form.device_id = self.device
        self.assertFalse(form._get_modifier("prints_receipt", "invisible"))
        self.assertFalse(form.prints_receipt)


@tagged("post_install", "-at_install")
class TestIntakePaperTour(HttpCase):
    """By the key from another app to a case with its label, where no PDF can be made."""

    def test_by_key_and_with_a_label(self):
        company = self.env["res.company"].create({"name": "Paper Company"})
        for login, groups in (
            ("paper_user", "repair_customer_segmentation.group_user"),
            ("paper_employee", "base.group_user"),
        ):
            new_test_user(
                self.env,
                login=login,
                groups=groups,
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            )
        self.env["res.partner"].create({"name": "Paper Caller", "phone": "+1 415 555 0188"})
        self.patch(
            type(self.env["ir.actions.report"]),
            "get_wkhtmltopdf_state",
            lambda _reports: "install",
        )
        self.start_tour("/odoo/discuss", "repair_intake_paper_tour", login="paper_user")
        case = self.env["repair.case"].search([("company_id", "=", company.id)])
        self.assertRecordValues(case, [{"name": "Paper: lid broken", "condition": "With bag"}])
        self.start_tour("/odoo/discuss", "repair_intake_no_key_tour", login="paper_employee")
