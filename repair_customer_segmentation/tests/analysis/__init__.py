from . import test_case_analysis
from . import test_case_analysis_access
from . import test_favorites
from . import test_movement
from . import test_tours_analysis
from . import test_totals
