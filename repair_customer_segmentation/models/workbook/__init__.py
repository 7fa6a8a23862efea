from . import repair_workbook_question
from . import repair_workbook
from . import background
from . import repair_workbook_mailing
