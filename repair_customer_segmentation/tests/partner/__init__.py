from . import test_find
from . import test_merge
from . import test_partner_fields
from . import test_partner_moves
from . import test_partner_search
