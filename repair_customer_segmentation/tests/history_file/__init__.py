from . import test_reading
from . import test_understanding
from . import test_values
