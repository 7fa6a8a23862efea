from . import customers, past, served
