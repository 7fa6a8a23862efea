from . import test_costs_of_ledgers
from . import test_reading
from . import test_understanding
from . import test_values
