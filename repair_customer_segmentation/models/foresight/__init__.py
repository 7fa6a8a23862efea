from . import repair_forecast_check
from . import repair_customer_forecast
from . import repair_customer_profile
from . import res_partner
