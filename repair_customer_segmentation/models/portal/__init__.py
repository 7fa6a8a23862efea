from . import repair_case
from . import report
from . import comes_in
from . import link
from . import merged
