from . import repair_case_analysis
from . import repair_segmentation_transition
from . import repair_care_contact
from . import ir_filters
