"""What tests of an addon's terms share."""

from io import BytesIO

import polib

from odoo.tools.misc import file_path
from odoo.tools.translate import trans_export


class TermsExported:
    """Mixed into a test of an addon: what is said today stands in the file of its terms."""

    addon = None

    def test_the_file_of_terms_is_exported_anew(self):
        exported = BytesIO()
        trans_export(False, [self.addon], exported, "po", self.env)
        said = {term.msgid for term in polib.pofile(exported.getvalue().decode())}
        path = file_path(f"{self.addon}/i18n/{self.addon}.pot")
        listed = {term.msgid for term in polib.pofile(path)}
        self.assertEqual(said - listed, set(), "./dev terms exports them")
