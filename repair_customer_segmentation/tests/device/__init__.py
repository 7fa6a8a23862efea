from . import test_device
from . import test_device_of_case
from . import test_device_of_customer
