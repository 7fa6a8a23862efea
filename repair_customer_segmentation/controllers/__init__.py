from . import care
from . import case_list
from . import case_page
from . import case_report
from . import mail
from . import rating
from . import tips
from . import contract_list
