from . import repair_service_terms
from . import repair_case_priority
from . import repair_service_level
from . import repair_service_target
from . import repair_service_escalation
from . import companies_served
from . import resource_calendar
