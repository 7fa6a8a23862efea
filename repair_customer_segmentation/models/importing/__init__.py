from . import ir_fields_converter
from . import repair_case
from . import names
from . import base_import
