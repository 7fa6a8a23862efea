from . import test_rights
from . import test_survey_answers
from . import test_survey_mailing
from . import test_tours_survey
