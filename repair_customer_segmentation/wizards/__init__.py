from . import base_partner_merge
from . import repair_backfill_wizard
from . import repair_override_wizard
from . import repair_segmentation_preset
