from . import test_history
from . import test_import
from . import test_import_again
from . import test_import_days
from . import test_import_encodings
from . import test_import_errors
from . import test_import_values
from . import test_import_template
