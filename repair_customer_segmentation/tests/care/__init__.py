from . import test_care_claims
from . import test_care_merge
from . import test_care_occasions
from . import test_care_opt_out
from . import test_care_rules
from . import test_care_year
