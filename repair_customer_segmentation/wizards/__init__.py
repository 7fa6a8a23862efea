from . import base_partner_merge
from . import repair_backfill_wizard
