from datetime import datetime

TUESDAY = datetime(2025, 1, 14, 9, 0)
