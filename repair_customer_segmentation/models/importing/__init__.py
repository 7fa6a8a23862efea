from . import ir_fields_converter
from . import repair_case
from . import names
from . import base_import
from . import repair_history_import
from . import repair_history_column
from . import repair_history_name
from . import history_pieces
