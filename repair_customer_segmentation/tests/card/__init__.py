from . import test_card_page
from . import test_card_topics
from . import test_card_access
from . import test_card_counts
from . import test_card_printed
from . import test_tours_card
