from . import customers, missing, past, served, spans, tables
