# What a company learned, what was said of cases, and then the cases themselves.
from . import res_company
from . import res_config_settings
from . import repair_case_vector
from . import repair_learned_model
from . import repair_case_suggestion
from . import repair_type_doubt
from . import repair_suggestion_report
from . import repair_case
from . import similar
