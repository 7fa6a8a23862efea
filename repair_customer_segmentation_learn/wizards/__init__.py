from . import repair_case_intake
