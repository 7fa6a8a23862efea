from . import base_search
from . import offered_fields
from . import given_values
from . import marks
from . import plain_values
from . import required_values
from . import opens_customer
from . import classifying_mixin
