from . import backfill, cuts, explain, history, metrics, simulate, store, tiers, versions, work
