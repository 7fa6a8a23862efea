from . import test_case_hours
from . import test_service_level
from . import test_working_time
from . import test_extra_days
from . import test_holiday_tables
from . import test_public_holidays
from . import test_public_holidays_refused
from . import test_tours_holidays
