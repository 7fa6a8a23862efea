from . import test_contract_terms
from . import test_contract
from . import test_contract_cases
from . import test_contract_days
from . import test_contract_moves
from . import test_contract_offer
from . import test_contract_portal
