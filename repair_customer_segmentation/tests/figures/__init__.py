from . import test_intervals
from . import test_measure
