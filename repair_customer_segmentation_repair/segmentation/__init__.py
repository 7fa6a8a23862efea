from . import orders
from . import sales
