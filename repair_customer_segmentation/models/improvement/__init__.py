from . import repair_improvement_classification
from . import repair_improvement_classification_line
from . import repair_improvement_goal
from . import repair_improvement_judgement
from . import repair_improvement_finding
from . import repair_improvement_measure
