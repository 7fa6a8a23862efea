from . import test_duplicates
from . import test_gaps_now
from . import test_quality
from . import test_tours_quality
