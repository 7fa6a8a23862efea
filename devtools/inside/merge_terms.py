"""Give each addon its new template, and its translations the terms of that, in their order.

    python merge_terms.py REPO FOLDER [MORE.po ...]

FOLDER has one template an addon; MORE.po are translations for terms that have none. Names the
terms that are left without one, and ends with 1 when there are any.
"""

import sys
from pathlib import Path

import polib


def merge(repo, folder, more):
    """Write the files; return how many terms are left without a translation."""
    new = {entry.msgid: entry.msgstr for path in more for entry in polib.pofile(path)}
    missing = 0
    for template in sorted(Path(folder).glob("*.pot")):
        terms = polib.pofile(str(template))
        home = Path(repo, template.stem, "i18n")
        home.mkdir(exist_ok=True)
        for path in sorted(home.glob("*.po")):
            missing += _translate(path, terms, new)
        for term in terms:
            term.msgstr = ""
        terms.save(str(home / template.name))
    return missing


def _translate(path, terms, new):
    old = polib.pofile(str(path))
    known = {entry.msgid: entry.msgstr for entry in old if not entry.fuzzy}
    made = polib.POFile()
    made.header, made.metadata = old.header, old.metadata
    missing = 0
    for term in terms:
        # What is no word has none: the addon's tests know those terms.
        word = known[term.msgid] if term.msgid in known else new.get(term.msgid, "")
        if not word and term.msgid not in known:
            missing += 1
            print(f"{path.parent.parent.name}/{path.name}: {term.msgid!r}")
        made.append(
            polib.POEntry(
                msgid=term.msgid,
                msgstr=word,
                comment=term.comment,
                occurrences=term.occurrences,
                flags=term.flags,
            )
        )
    made.save(str(path))
    return missing


if __name__ == "__main__":
    sys.exit(1 if merge(sys.argv[1], sys.argv[2], sys.argv[3:]) else 0)
