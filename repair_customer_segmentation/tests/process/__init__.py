from . import test_case_process
from . import test_case_type_sprawl
