from . import res_partner
from . import res_company
from . import repair_case
from . import repair_care_rule
from . import repair_care_contact
from . import repair_care_preview
from . import res_config_settings
