from . import test_judging
from . import test_classification_review
from . import test_improvement_year
from . import test_improvement_goal
from . import test_tours_finding
from . import test_improvement_size
