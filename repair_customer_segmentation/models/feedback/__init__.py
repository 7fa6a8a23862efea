from . import frozen_classes
from . import repair_feedback_cause
from . import repair_feedback
from . import repair_case_outcome
from . import repair_case
from . import res_config_settings
from . import shares
from . import repair_service_report
