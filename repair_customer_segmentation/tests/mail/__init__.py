from . import test_mail_answers
from . import test_mail_charsets
from . import test_mail_intake
from . import test_mail_languages
from . import test_mail_machines
from . import test_mail_openings
from . import test_mail_reaches
from . import test_stage_mail
