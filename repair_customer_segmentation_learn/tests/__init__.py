from . import test_learning
from . import test_rights
from . import test_suggestions
from . import test_training
from . import test_tours_learn
