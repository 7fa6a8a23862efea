from . import test_redrawing
from . import test_frozen_cuts
from . import test_scores
from . import test_tiers
from . import test_cuts
from . import test_history
from . import test_metrics
from . import test_reference
