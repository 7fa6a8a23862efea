from . import customers, past, served, tables
