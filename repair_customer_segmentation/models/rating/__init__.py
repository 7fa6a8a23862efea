from . import repair_case
from . import rating_rating
from . import rated_mixin
