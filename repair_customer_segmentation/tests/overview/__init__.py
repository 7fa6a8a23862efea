from . import test_overview
from . import test_overview_access
from . import test_overview_kept
from . import test_overview_net
from . import test_overview_reference
from . import test_tours_overview
