"""What the words of a case fill in, and what they leave to whoever chose it."""

from odoo.fields import Command

from odoo.addons.repair_customer_segmentation.models.access.enumerated import enumerated

from .suggester import Suggester
from .texts import text_of

# In this order they are told.
FILLED_FIELDS = ("type_id", "urgency", "impact", "tag_ids")
# Under this key, what a person changed while the words were typed.
BY_HAND = "by_hand"
USUAL_LEVEL = "2"


class Filling:
    """``Filling(company, text, device)``: ``answer``, and of it what is ``certain``.

    :param company: the ``res.company`` of a new case
    :param text: normalized, see :func:`texts.text_of`
    :param device: a ``repair.device``, or an empty one
    """

    def __init__(self, company, text, device):
        suggester = Suggester(company)
        self.learned = suggester.learned
        (self.answer,) = suggester.said([text], [device])
        # sudo: whether it is wanted, for whoever opens a case.
        wanted = self.learned and company.sudo().repair_suggests_fill
        self.certain = self._certain() if wanted else {}

    def _certain(self):
        """Return field -> suggestions from the threshold of the field on; of tags, several."""
        found = {}
        for field, suggested in self.answer.items():
            least = self.learned._threshold(field)
            sure = [each for each in suggested if each.probability >= least]
            if sure and (field in ("type_id", "tag_ids") or sure[0].value != USUAL_LEVEL):
                found[field] = sure if field == "tag_ids" else sure[:1]
        return found

    def noted(self, fields):
        """Return what is kept of what was filled in: field -> pairs of value and percent."""
        return {
            field: [[each.value, round(100 * each.probability)] for each in self.certain[field]]
            for field in fields
        }

    def opening(self, vals, free):
        """Return the values of a new case that came in, with what is certain and not given.

        :param free: the fields that neither a person nor a rule has said anything of
        """
        fields = [field for field in FILLED_FIELDS if field in self.certain and field in free]
        if "type_id" in fields or vals.get("type_id"):
            # The type says what its cases mean to customers.
            fields = [field for field in fields if field != "impact"]
        if not fields:
            return vals
        values = {field: self.certain[field][0].value for field in fields if field != "tag_ids"}
        if "tag_ids" in fields:
            values["tag_ids"] = [Command.link(each.value) for each in self.certain["tag_ids"]]
        return {**vals, **values, "filled_in": self.noted(fields)}

    def shown(self, record):
        """Return the values that a form gets while its words are typed.

        What a person chose stays. What was filled in by words that changed since goes again.

        :param record: the case or the dialog, with ``words_filled`` of the last time
        """
        before = record.words_filled or {}
        by_hand = set(before.get(BY_HAND, ()))
        values, fields = {}, []
        for field in FILLED_FIELDS:
            if field == "impact" or field in by_hand or not is_untouched(record, field, before):
                continue
            if field in self.certain:
                fields.append(field)
                values[field] = self._written(field)
            elif field in before:
                values[field] = USUAL_LEVEL if field == "urgency" else False
        noted = {**self.noted(fields), BY_HAND: sorted(by_hand)} if fields or by_hand else False
        return {**values, "words_filled": noted}

    def _written(self, field):
        ids = [each.value for each in self.certain[field]]
        return [Command.set(ids)] if field == "tag_ids" else ids[0]

    def confirmed(self, vals):
        """Return of what a form says was filled in what is certain, and is still there."""
        said = vals.get("words_filled") or {}
        fields = [
            field
            for field in FILLED_FIELDS
            if field in said and field in self.certain and self._is_given(field, vals)
        ]
        return self.noted(fields)

    def _is_given(self, field, vals):
        certain = [each.value for each in self.certain[field]]
        if field != "tag_ids":
            return vals.get(field) == certain[0]
        given = set()
        for command, *rest in vals.get(field) or []:
            given.update(rest[1] if command == Command.SET else rest[:1])
        return set(certain) <= given


def filling_of(record):
    """Return the :class:`Filling` of a case or a dialog that is being filled in."""
    template = record.type_id.description_template or ""
    text = text_of(record.name, record.description, template)
    return Filling(record.company_id, text, record.device_id)


def is_untouched(record, field, before):
    """Return whether a field is empty, as usual, or as the words filled it in.

    :param dict before: see :meth:`Filling.noted`
    """
    if field not in record._fields:
        return False
    has = _has(record, field)
    filled = {value for value, _percent in before.get(field, ())}
    usual = {USUAL_LEVEL} if field == "urgency" else set()
    return has in (usual, filled) or not has


def changed_by_hand(record):
    """Return ``words_filled`` with the fields that a person has changed."""
    before = record.words_filled or {}
    touched = {
        field
        for field in ("urgency", "tag_ids")
        if field in record._fields and not is_untouched(record, field, before)
    }
    # Back to the usual one, of what was filled in otherwise: somebody knew better.
    if "urgency" in before and _has(record, "urgency") == {USUAL_LEVEL}:
        touched |= {"urgency"} - {value for value, _p in before["urgency"] if value == "2"}
    by_hand = sorted(touched | set(before.get(BY_HAND, ())))
    return {**before, BY_HAND: by_hand} if by_hand or before else False


def filled_text(env, record, noted):
    """Return what was filled in and is still there, in words, or False.

    :param dict noted: see :meth:`Filling.noted`
    """
    parts = []
    for field in FILLED_FIELDS:
        filled = (noted or {}).get(field) or []
        if not filled or not {value for value, _percent in filled} <= _has(record, field):
            continue
        label = record._fields[field]._description_string(env)
        parts.append(env._("%(field)s (%(percent)s%% sure)", field=label, percent=filled[0][1]))
    if not parts:
        return False
    return env._("Filled in from the words: %s", enumerated(env, parts))


def _has(record, field):
    value = record[field]
    if hasattr(value, "ids"):
        return set(value.ids or value._origin.ids)
    return {value} if value else set()
