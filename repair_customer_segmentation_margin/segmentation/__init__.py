from . import sale_costs
