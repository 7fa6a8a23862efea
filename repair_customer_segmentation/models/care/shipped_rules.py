"""The rules that every company starts with follow the words of the addon."""

from odoo import api, models

from ..policy.shipped_words import translate_copies

WORDS = ("name", "sms_text", "activity_summary", "activity_note")


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        res = super()._load_module_terms(modules, langs, overwrite=overwrite)
        rules = self.env["repair.care.rule"].sudo().with_context(active_test=False)
        translate_copies(rules.search([("id", "!=", False)]), WORDS, langs)
        return res
