from . import res_company
from . import account_analytic_line
from . import repair_case
