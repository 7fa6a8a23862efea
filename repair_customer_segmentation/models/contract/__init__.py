from . import repair_service_contract
from . import checks
from . import state
from . import words
from . import repair_service_contract_term
from . import repair_service_coverage
from . import repair_device
from . import res_partner
