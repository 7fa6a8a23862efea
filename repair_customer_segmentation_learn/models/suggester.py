"""What the words of cases say: by what the company's cases taught, or by the types' names."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

from ..learning.text import words
from .packages import DayOne, load, missing_package, np, package_failed
from .texts import examples_of

# In this process, models by their digest: what a digest stands for never changes.
_MODELS = OrderedDict()
MODELS_KEPT = 4
# Less likely answers are noise, and not offered.
OFFERED_FROM = 0.1
MOST_OFFERED = 3


@dataclass(frozen=True)
class Suggestion:
    """One answer to one question.

    :param value: id of a record, or key of a selection
    :param probability: None on day one: nothing has been checked yet
    """

    value: object
    probability: float | None


class Suggester:
    """``Suggester(company).said(texts, devices)`` answers for each text.

    Where a package is missing there are no answers.

    :param company: the ``res.company`` of the cases
    """

    def __init__(self, company):
        self.company = company
        # sudo: what the model says is for whoever opens cases; the model itself is shown to none.
        self._env = company.sudo().env
        self.learned = self._env["repair.learned.model"]._latest(company)

    def said(self, texts, devices):
        """Return a dict for each text: field -> list of :class:`Suggestion`, the best first.

        Texts without a word have none, nor have those that are like nothing learned from.

        :param texts: normalized
        :param devices: what each is about, an empty ``repair.device`` for nothing
        """
        if missing_package() or not any(texts):
            return [{} for _text in texts]
        try:
            examples = examples_of(texts, devices)
        except (ImportError, OSError) as error:
            package_failed(error)
            return [{} for _text in texts]
        answers = self._learned(examples) if self.learned else self._day_one(examples, texts)
        return [answer if words(text) else {} for answer, text in zip(answers, texts, strict=True)]

    def types(self):
        """Return the types that a case of the company can have, as superuser."""
        domain = [("company_id", "in", (False, self.company.id))]
        return self._env["repair.case.type"].search(domain)

    def _learned(self, examples):
        model = kept_model(self.learned)
        chances = model.answer(examples)
        known = {"type_id": set(self.types().ids)}
        tags = self._env["repair.case.tag"].search([("id", "!=", False)])
        known["tag_ids"] = set(tags.ids)
        return [
            {
                question: _best(head.answers, chances[question][row], known.get(question))
                for question, head in model.heads.items()
                if is_familiar
            }
            for row, is_familiar in enumerate(model.is_familiar(examples))
        ]

    def _day_one(self, examples, texts):
        types = self.types()
        if len(types) < 2:
            return [{} for _text in texts]
        languages = [code for code, _name in self._env["res.lang"].get_installed()]
        scores = np.max(
            [
                _day_one(_words_of(types.with_context(lang=code))).scores(texts, examples.vectors)
                for code in languages
            ],
            axis=0,
        )
        best = np.argsort(-scores, axis=1, kind="stable")[:, :MOST_OFFERED]
        return [{"type_id": [Suggestion(types.ids[at], None) for at in row]} for row in best]


def kept_model(learned):
    """Return the model of a ``repair.learned.model``, read once by each process.

    :raise ForeignModel: when the file is not the one that was written
    """
    known = learned.digest
    if known not in _MODELS:
        _MODELS[known] = load(learned._content(), known)
        while len(_MODELS) > MODELS_KEPT:
            _MODELS.popitem(last=False)
    return _MODELS[known]


def _best(answers, chances, known):
    """Return the likeliest answers, those alone that are still there."""
    found = []
    for at in np.argsort(-chances, kind="stable"):
        if chances[at] < OFFERED_FROM or len(found) == MOST_OFFERED:
            break
        value = answers[at] if known is None else int(answers[at])
        if known is None or value in known:
            found.append(Suggestion(value, float(chances[at])))
    return found


def _words_of(types):
    return tuple((each.name or "", each.description or "") for each in types)


@lru_cache(maxsize=8)
def _day_one(types):
    return DayOne(types)
