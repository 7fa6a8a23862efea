from . import repair_overview
