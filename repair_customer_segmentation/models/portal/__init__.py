from . import repair_case
from . import link
