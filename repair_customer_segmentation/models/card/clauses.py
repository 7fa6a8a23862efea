"""Clauses on one line, parted as the language of the reader does."""


def clauses(env, texts):
    """Return the texts that are not empty as one: “VIP; All devices; visits a year: 4”."""
    line = ""
    for text in filter(None, texts):
        line = env._("%(first)s; %(second)s", first=line, second=text) if line else text
    return line


def sentences(env, clause, sentence):
    """Return a clause as a sentence, and the one that follows it, where there are both."""
    if clause and sentence:
        return env._("%(clause)s. %(sentence)s", clause=clause, sentence=sentence)
    return sentence or (clause and env._("%s.", clause))
