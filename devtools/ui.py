"""What a person reads while ./dev works."""

import sys
import time
from contextlib import contextmanager


class Refusal(Exception):
    """Something a person has to put right; the message says what, in a sentence or two."""


def say(text=""):
    print(text, flush=True)


def warn(text):
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text):
    """Say what goes on and, when it is done, how long it took.

    On a terminal both are one line; in a log they are two, so that the first is there in time.
    """
    begun = time.monotonic()
    one_line = sys.stdout.isatty()
    print(f"{text} ...", end=" " if one_line else "\n", flush=True)
    try:
        yield
    except BaseException:
        if one_line:
            print("stopped", flush=True)
        raise
    seconds = time.monotonic() - begun
    say(f"{seconds:.1f} s" if one_line else f"{text}: {seconds:.1f} s")
