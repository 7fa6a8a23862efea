from . import repair_service_level
from . import repair_relationship_review
from . import signing
from . import page
from . import res_partner
from . import repair_customer_profile
