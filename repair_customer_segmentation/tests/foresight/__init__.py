from . import test_amounts
from . import test_bgnbd
from . import test_check
from . import test_devices
from . import test_forecast
from . import test_published
from . import test_rhythm
from . import test_tours_forecast
