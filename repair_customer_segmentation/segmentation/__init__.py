from . import backfill, cuts, history, metrics, store, tiers, work
