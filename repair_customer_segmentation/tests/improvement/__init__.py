from . import test_judging
