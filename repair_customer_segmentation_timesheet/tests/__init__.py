from . import test_case_time
