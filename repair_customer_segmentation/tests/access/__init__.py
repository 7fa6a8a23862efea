from . import test_access_amount
from . import test_access_models
from . import test_engine_owned
from . import test_forged_calls
from . import test_leaks
from . import test_plain_values
from . import test_rights
from . import test_wizard_links
