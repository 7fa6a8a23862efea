from . import orders
from . import parts
from . import sales
