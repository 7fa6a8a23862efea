from . import repair_case
from . import link
from . import repair_tip
from . import repair_tip_help
from . import status
