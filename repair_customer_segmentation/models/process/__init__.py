from . import repair_case_tag
from . import repair_case_type
from . import repair_case_stage
from . import type_hints
from . import repair_case_channel
from . import repair_checklist
