from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..bases.contract import ContractCase


@tagged("post_install", "-at_install")
class TestContractRefused(ContractCase):
    """What no contract can mean is refused by calls, imports and forms, in the user's words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.manager = cls.user("rcs_manager", "manager")

    def make(self, **values):
        contracts = self.env["repair.service.contract"].with_user(self.manager)
        return contracts.with_context(lang=self.manager.lang).create(
            {
                "partner_id": self.ann.id,
                "company_id": self.company.id,
                "service_level_id": self.best.id,
                "date_start": "2025-03-01",
                **values,
            }
        )

    def refused(self, words, values, contract=None, error=ValidationError):
        """Assert that values are refused, as the whole sentence says."""
        with self.assertRaises(error) as caught, self.env.cr.savepoint():
            if contract:
                contract.with_user(self.manager).write(values)
            else:
                self.make(**values)
        text = str(caught.exception)
        for word in words:
            self.assertIn(word, text)

    def test_each_with_field_and_mend(self):
        own = self.make(device_ids=self.kettle.ids)
        field, mend = (
            "“Last Day” (Feb 28, 2025) is before the first day",
            "Enter a later “Last Day”",
        )
        self.refused([field, mend], {"date_end": "2025-02-28"})
        self.refused([field, mend], {"date_end": "2025-02-28"}, own)
        field, mend = "“Length (Months)” is 0", "Enter of how many months a term is"
        for renewal in ("none", "manual", "auto"):
            self.refused([field, mend], {"months": 0, "renewal": renewal})
        self.refused([field, mend], {"months": 0}, own)
        self.refused(["“Length (Months)” is -3", "from 0 to"], {"months": -3})
        cancelled = {"cancel_date": "2025-02-28", "cancel_reason": "Moved"}
        words = ["“Cancelled as of” (Feb 28, 2025) is before “First Day” (Mar 1, 2025)"]
        words.append("enter Mar 1, 2025 in “Cancelled as of”")
        self.refused(words, cancelled)
        self.refused(words, cancelled, own)
        own.write({**cancelled, "cancel_date": "2025-03-01"})
        self.assertEqual(own.state, "cancelled")
        self.refused(["“Cancelled as of”", "before “First Day”"], {"date_start": "2025-03-02"}, own)
        words = ["Kettle", "belongs to Ann, not to Bob", "Take it out of “Covered Devices”"]
        self.refused(words, {"partner_id": self.bob.id, "device_ids": self.kettle.ids})

    def test_overlaps_name_both_contracts_and_the_device(self):
        own = self.make(device_ids=self.kettle.ids)
        words = [own.reference, "both cover “Kettle”", "Change the dates of one of them"]
        self.refused(words, {"device_ids": (self.kettle | self.lamp).ids})
        self.refused([own.reference, "Change the dates"], {"date_start": "2026-02-28"})

    def test_another_companys_template(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        template = self.env["repair.contract.template"].create(
            {"name": "Alien", "company_id": other.id, "service_level_id": self.shared_level().id}
        )
        self.refused(["Contract Template"], {"template_id": template.id}, error=AccessError)
        self.manager.company_ids += other
        contracts = self.env["repair.service.contract"].with_user(self.manager)
        contracts = contracts.with_context(allowed_company_ids=(self.company | other).ids)
        with self.assertRaisesRegex(UserError, "“Template”.*belongs to another company"):
            contracts.create(
                {
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "service_level_id": self.best.id,
                    "template_id": template.id,
                }
            )

    def shared_level(self):
        return self.env["repair.service.level"].create({"name": "For all"})

    def test_in_chinese(self):
        self.manager.lang = "zh_CN"
        own = self.make(device_ids=self.kettle.ids)
        for values in (
            {"date_end": "2025-02-28"},
            {"months": 0},
            {"device_ids": self.kettle.ids},
            {"cancel_date": "2025-02-28", "cancel_reason": "-"},
            {"partner_id": self.bob.id, "device_ids": self.kettle.ids},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, r"请[\u4e00-\u9fff“]+"),
                self.env.cr.savepoint(),
            ):
                self.make(**values)
        self.assertEqual(own.state, "planned")

    @mute_logger("odoo.sql_db")
    def test_imports(self):
        names = ["partner_id/.id", "service_level_id/.id", "date_start", "date_end", "renewal"]
        names += ["cancel_date", "cancel_reason"]
        row = [str(self.ann.id), str(self.best.id), "2025-03-01", "2025-12-31", "manual", "", ""]
        contracts = self.env["repair.service.contract"].with_user(self.manager)
        for changes, word in (
            ({3: "2025-02-01"}, "“Last Day” (Feb 1, 2025)"),
            ({5: "2025-02-01", 6: "Moved"}, "“Cancelled as of” (Feb 1, 2025)"),
            ({5: "2025-04-01"}, "“Reason for Cancelling”"),
            ({4: "weekly"}, "weekly"),
        ):
            wrong = [changes.get(place, value) for place, value in enumerate(row)]
            result = contracts.load(names, [wrong])
            self.assertFalse(result["ids"], changes)
            self.assertIn(word, result["messages"][0]["message"])
        result = contracts.load(names, [row, row])
        self.assertFalse(result["ids"])
        self.assertIn("both cover the same devices", result["messages"][0]["message"])
        self.assertEqual(len(contracts.load(names, [row])["ids"]), 1)

    def test_the_form(self):
        form = Form(self.env["repair.service.contract"].with_user(self.manager))
        form.partner_id = self.ann
        form.service_level_id = self.best
        form.date_start = "2025-03-01"
        form.date_end = "2025-02-01"
        with self.assertRaisesRegex(ValidationError, "“Last Day”"):
            form.save()
        form.date_end = "2025-03-31"
        contract = form.save()
        dialog = Form(
            self.env["repair.contract.cancel"]
            .with_user(self.manager)
            .with_context(default_contract_id=contract.id)
        )
        self.assertEqual(str(dialog.cancel_date), "2025-03-01")
        dialog.cancel_reason = "Does not want it"
        dialog.save().action_cancel()
        self.assertEqual(contract.state, "cancelled")
