from . import test_frozen
from . import test_complaint
from . import test_complaint_assignment
from . import test_outcome
from . import test_ratings_flow
from . import test_service_report
from . import test_service_report_access
from . import test_shares
