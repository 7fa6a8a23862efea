from . import backfill, cuts, history, metrics, simulate, store, tiers, versions, work
