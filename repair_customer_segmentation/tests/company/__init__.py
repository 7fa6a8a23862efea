from . import test_company
from . import test_first_steps
from . import test_settings
