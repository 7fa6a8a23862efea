from odoo.tests import TransactionCase, tagged

from odoo.addons.repair_customer_segmentation.tests.bases.terms import TermsExported


@tagged("post_install", "-at_install")
class TestTerms(TermsExported, TransactionCase):
    """The terms of this addon are listed, so that each can be translated."""

    addon = "repair_customer_segmentation_repair"
