"""Marks in the context, which code of the addon sets for code of the addon.

Whoever calls a method from outside sends along any context, and so does whoever posts a message,
a customer too. A mark is an object of this process: it is in no message that comes over a network.
"""

_MARK = object()


def marked(records, name):
    """Return the records with a mark of this name in their context."""
    return records.with_context(**{name: _MARK})


def is_marked(env, name):
    """Return whether code of ours, and no caller, set the mark of this name."""
    return env.context.get(name) is _MARK
