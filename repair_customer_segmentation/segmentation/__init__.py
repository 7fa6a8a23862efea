from . import cuts, history, metrics, store, tiers, work
