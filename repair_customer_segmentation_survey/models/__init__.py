from . import survey_question
from . import survey_question_answer
from . import survey_survey
from . import repair_feedback
from . import repair_survey_mailing
from . import repair_survey_recipient
from . import survey_user_input
