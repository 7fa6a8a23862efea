from . import test_cuts
from . import test_history
from . import test_metrics
