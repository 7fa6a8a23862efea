from . import base_search
from . import engine_owned
from . import marks
from . import plain_values
from . import required_values
from . import readable_links
from . import opens_customer
from . import classifying_mixin
