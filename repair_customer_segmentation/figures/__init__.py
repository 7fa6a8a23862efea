from . import intervals, measure, student, tally
