from . import intervals, measure, records, student, tally
