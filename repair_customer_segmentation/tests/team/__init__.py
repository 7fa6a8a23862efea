from . import test_absence
from . import test_assignment
from . import test_best_match
from . import test_handing_over
from . import test_tours_assignment
from . import test_right_to_work
