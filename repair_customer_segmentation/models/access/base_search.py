from odoo import api, models
from odoo.fields import Domain

from ...vocabulary import ADDON

RELATIONS = ("any", "not any")


class Base(models.AbstractModel):
    """Searching, sorting and grouping tell no more of repairs than reading does.

    Odoo calls the search method of a field, and follows a related field, without a look at the
    field's groups, and often with the rights of the superuser. So anybody could filter by what he
    may not read, and guess a text letter by letter. Here the groups are checked first, and the
    part of a condition that is about the records behind a field is searched with the rights of the
    user. Conditions that touch no field of this addon and its bridges are left as they are.
    """

    _inherit = "base"

    @api.model
    def _search(self, domain, *args, **kwargs):
        if not self.env.su:
            domain = asked_by_the_user(self, Domain(domain))
        return super()._search(domain, *args, **kwargs)

    def _traverse_related_sql(self, alias, field, query):
        if is_own(field):
            self._check_field_access(field, "read")
        return super()._traverse_related_sql(alias, field, query)


def is_own(field):
    """Return whether a field, or the model that it is of, is of this addon or its bridges."""
    return (field._module or "").startswith(ADDON) or field.model_name.startswith("repair.")


def asked_by_the_user(model, domain, with_sudo=False):
    """Return the domain with what it asks behind relations searched by the rights of the user.

    :param model: the records that are searched, in the environment of the user
    :param Domain domain: as it was asked
    :param bool with_sudo: the search itself goes on with the rights of the superuser
    :raise AccessError: when it asks for a field that the user may not read
    """
    asked = {id(each): _asked(model, each, with_sudo) for each in domain.iter_conditions()}
    if all(asked[id(each)] is each for each in domain.iter_conditions()):
        return domain
    return domain.map_conditions(lambda each: asked[id(each)])


def _asked(model, condition, with_sudo):
    """Return one condition, rewritten so that its answer tells only what the user may read."""
    name, _dot, rest = condition.field_expr.partition(".")
    field = model._fields.get(name)
    if field is None:
        return condition
    if field.search and field.groups and is_own(field):
        model._check_field_access(field, "read")
    behind = _behind(field, rest, condition)
    if behind is None:
        return condition
    comodel = model.env[field.comodel_name]
    asked = asked_by_the_user(comodel, behind)
    looked_up = with_sudo or (field.search and not _is_ours_to_look_up(field))
    if looked_up and (is_own(field) or _touches_own(comodel, behind)):
        # As Odoo does: archived records count behind a many2one.
        context = {"active_test": False} if field.type == "many2one" else field.context
        asked = comodel.with_context(**context)._search(asked)
    elif asked is behind:
        return condition
    return Domain(name, "any" if rest else condition.operator, asked)


def _is_ours_to_look_up(field):
    """Return whether the field has a search method of ours: those apply the user's rights."""
    return not field.related and (field._module or "").startswith(ADDON)


def _behind(field, rest, condition):
    """Return what a condition says of the records behind a relation, None if nothing."""
    if not field.relational:
        return None
    if rest:
        return Domain(rest, condition.operator, condition.value)
    if condition.operator in RELATIONS and isinstance(condition.value, Domain | list | tuple):
        return Domain(condition.value)
    return None


def _touches_own(model, domain):
    """Return whether a domain asks, however deep, for a field of this addon or its bridges."""
    for condition in domain.iter_conditions():
        name, _dot, rest = condition.field_expr.partition(".")
        field = model._fields.get(name)
        if field is None:
            continue
        if is_own(field):
            return True
        behind = _behind(field, rest, condition)
        if behind is not None and _touches_own(model.env[field.comodel_name], behind):
            return True
    return False
