"""What runs inside Odoo, in its shell, and not in the process of ./dev."""
