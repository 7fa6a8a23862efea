"""Companies start from a copy of a template, whose words are translated by the addon."""

from odoo import api, models

from ...vocabulary import ADDON


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        res = super()._load_module_terms(modules, langs, overwrite=overwrite)
        if ADDON in modules:
            _translate_copies(self.env, langs)
        return res


def _translate_copies(env, langs):
    policies = env["repair.segmentation.policy"].sudo().with_context(active_test=False)
    policies = policies.search([("state", "!=", "archived")])
    translate_copies(policies, ("name",), langs)
    translate_copies(policies.tier_ids, ("name", "description"), langs)


def translate_copies(records, names, langs):
    """Give what companies have copies of the translations of the shipped words.

    A language that is loaded later reaches the template alone. Words that somebody changed are
    left as they are.

    :param records: the templates, which have no company, and the copies
    :param names: fields that are translated
    """
    others = [lang for lang in langs if lang != "en_US"]
    shipped = records.filtered(lambda r: not r.company_id)
    for name in names:
        words = {}
        for record in shipped.with_context(lang="en_US"):
            words.setdefault(record[name], record)
        for record in (records - shipped).with_context(lang="en_US"):
            source = words.get(record[name])
            values = {
                lang: source.with_context(lang=lang)[name]
                for lang in (others if source else ())
                if record.with_context(lang=lang)[name] == record[name]
            }
            if values:
                record.update_field_translations(name, values)
