# Each room builds on those above it, and on none below.
from . import access
from . import policy
from . import classification
from . import customer
from . import partner
from . import process
from . import team
from . import service
from . import device
from . import contract
from . import case
from . import mail
from . import portal
from . import rating
from . import care
from . import importing
from . import company
