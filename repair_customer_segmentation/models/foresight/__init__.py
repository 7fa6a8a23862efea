from . import repair_forecast_check
from . import repair_customer_forecast
from . import repair_customer_profile
from . import repair_contract_offer
from . import res_partner
