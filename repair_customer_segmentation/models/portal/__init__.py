from . import repair_case
from . import report
from . import link
