from . import test_frozen
from . import test_outcome
from . import test_ratings_flow
