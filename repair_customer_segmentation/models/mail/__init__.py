from . import ir_attachment
from . import mail_of_cases
from . import mail_thread
from . import stage_mail
from . import repair_case
from . import reference_in_subject
from . import answer
from . import mail_compose_message
