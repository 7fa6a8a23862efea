"""Suggestions as forms show them."""

# Above this, the likeliest type of a case that has another one is worth a word.
WORTH_A_WORD = 0.5


def offered(env, record, answer):
    """Return what a form offers to click, or False where the best is what the record has.

    :param record: with ``type_id``, and ``impact`` and ``urgency`` where it has them
    :param dict answer: field -> suggestions, see :class:`suggester.Suggester`
    :return: list of dict: ``field``, ``id``, ``name`` and ``percent`` (False on day one)
    """
    rows = []
    types = answer.get("type_id") or []
    has = record.type_id.id
    # Of a type that somebody chose: only what is likelier than not, and not on day one.
    if types and has != types[0].value and (not has or (types[0].probability or 0) > WORTH_A_WORD):
        names = env["repair.case.type"].browse([each.value for each in types])
        rows += [
            _row("type_id", name.id, name.sudo().name, each.probability)
            for name, each in zip(names, types, strict=True)
        ]
    for field in ("impact", "urgency"):
        if field not in record._fields:
            continue
        best = (answer.get(field) or [None])[0]
        # A dialog that leaves it empty gets what the type says.
        kept = record[field] or record.type_id.sudo().impact or "2"
        if best and best.probability > WORTH_A_WORD and best.value != kept:
            selection = record._fields[field]
            label = dict(selection._description_selection(env))[best.value]
            name = env._(
                "%(field)s: %(value)s",
                field=selection._description_string(env),
                value=label,
            )
            rows.append(_row(field, best.value, name, best.probability))
    if "tag_ids" in record._fields:
        tags = [each for each in answer.get("tag_ids") or [] if each.probability > WORTH_A_WORD]
        kept = set(record.tag_ids.ids)
        for each in tags:
            if each.value not in kept:
                tag = env["repair.case.tag"].browse(each.value).sudo()
                name = env._("Tag: %s", tag.name)
                rows.append(_row("tag_ids", tag.id, name, each.probability))
    return rows or False


def _row(field, value, name, probability):
    percent = probability is not None and round(100 * probability)
    return {"field": field, "id": value, "name": name, "percent": percent}
