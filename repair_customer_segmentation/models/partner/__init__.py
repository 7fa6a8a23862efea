from . import res_partner
from . import profile
from . import profile_page
from . import quality_checks
from . import quality
from . import find
from . import forgotten_facts
