from . import test_intake
from . import test_learning
from . import test_leaks
from . import test_packages
from . import test_rights
from . import test_suggestions
from . import test_training
from . import test_tours_learn
