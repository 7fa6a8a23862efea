from . import repair_case
from . import rating_rating
from . import report
