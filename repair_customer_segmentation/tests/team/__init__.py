from . import test_assignment
from . import test_tours_assignment
