from . import test_customer_word
from . import test_portal_access
from . import test_portal_case
from . import test_portal_chatter
from . import test_portal_input
from . import test_portal_pages
from . import test_tours_portal
