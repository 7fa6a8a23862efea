"""What learns from words, as plain Python: texts and numbers in, numbers out.

Nothing here knows Odoo, reads a network, or writes a file.
"""
