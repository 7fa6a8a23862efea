from . import base_partner_merge
from . import repair_assign_wizard
from . import repair_backfill_wizard
from . import repair_case_intake
from . import repair_manager_wizard
from . import repair_override_wizard
from . import repair_segmentation_preset
from . import repair_case_type_merge
