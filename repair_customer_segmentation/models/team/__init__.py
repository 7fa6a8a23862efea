from . import repair_case_team
from . import repair_case_team_member
from . import mail
