from odoo import api, models

from ...vocabulary import ADDON


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        res = super()._load_module_terms(modules, langs, overwrite=overwrite)
        if ADDON in modules:
            self.env["repair.segmentation.policy"]._translate_copies(langs)
        return res
