from . import customers, past, served, spans, tables
