from . import test_case_hours
from . import test_service_level
from . import test_working_time
