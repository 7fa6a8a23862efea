from . import test_digest_moves
from . import test_digest_shares
from . import test_digest_mail
