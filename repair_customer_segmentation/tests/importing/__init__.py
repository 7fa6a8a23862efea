from . import test_import
from . import test_import_days
from . import test_import_files
