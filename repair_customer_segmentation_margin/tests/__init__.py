from . import test_sale_costs
