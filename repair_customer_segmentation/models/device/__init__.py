from . import product_template
from . import repair_device
from . import serial
from . import res_partner
