from . import test_backfill
from . import test_cron
from . import test_override
from . import test_override_apply
from . import test_run_resume
from . import test_stale
from . import test_transition
from . import test_whole_run
