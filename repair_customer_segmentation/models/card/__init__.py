from . import ir_actions_report
from . import mail_template
