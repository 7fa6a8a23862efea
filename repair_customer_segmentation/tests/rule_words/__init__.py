from . import test_both_ways
from . import test_problems
