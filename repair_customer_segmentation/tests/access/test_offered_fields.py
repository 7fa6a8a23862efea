import re

from odoo.tests import tagged

from ...models.access.enumerated import enumerated
from ...vocabulary import ADDON
from ..bases.common import SegmentationCase

# Words of a developer, which no list may offer.
TECHNICAL = re.compile(r"\b(ID|Token|Color|Digests?|Words|Sequence|Origin|Pending|Nightly)\b|Sent$")


@tagged("post_install", "-at_install")
class TestOfferedFields(SegmentationCase):
    """“Custom Filter” and “Custom Group” offer what people know from the screens."""

    def offered(self, model):
        """Return name -> label of what the two dialogs offer of a model."""
        found = self.env[model].fields_get()
        return {
            name: field["string"]
            for name, field in found.items()
            if field["searchable"] or field["groupable"]
        }

    def test_no_technical_name_is_offered(self):
        models = [
            name
            for name, model in self.env.registry.items()
            if (model._original_module or "").startswith(ADDON)
            and not model._abstract
            and not model._transient
        ]
        self.assertGreater(len(models), 20)
        for model in models:
            with self.subTest(model=model):
                labels = self.offered(model).values()
                self.assertEqual([label for label in labels if TECHNICAL.search(label)], [])

    def test_what_people_ask_for_is_offered(self):
        offered = self.offered("repair.case")
        for name in ("priority", "value_tier_id", "date_open", "is_untouched", "tag_ids"):
            self.assertIn(name, offered)
        for name in ("is_untouched_told", "subject_words", "access_token", "id"):
            self.assertNotIn(name, offered)

    def test_our_colors_are_not_offered_on_contacts(self):
        offered = self.offered("res.partner")
        self.assertNotIn("repair_value_color", offered)
        self.assertIn("repair_value_tier_id", offered)
        # What Odoo offers stays as it is.
        self.assertIn("color", offered)

    def test_code_still_searches_by_what_is_not_offered(self):
        cases = self.env["repair.case"]
        self.assertEqual(cases.search_count([("is_untouched_told", "=", True)]), 0)

    def test_names_are_parted_as_the_reader_parts_them(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms([ADDON], ["zh_CN"])
        chinese = self.env(context={"lang": "zh_CN"})
        self.assertEqual(enumerated(self.env, ["Ann", "Bob", "Cy"]), "Ann, Bob, Cy")
        self.assertEqual(enumerated(chinese, ["王伟", "李强"]), "王伟、李强")
        self.assertEqual(enumerated(self.env, []), "")
