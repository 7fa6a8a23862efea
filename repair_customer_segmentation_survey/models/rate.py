"""How many of those who were asked answered."""

from odoo.tools import formatLang

from odoo.addons.repair_customer_segmentation.figures.intervals import wilson


def rate_text(env, asked, answered):
    """Return how many answered, with the interval that the share of all customers lies in."""
    if not asked:
        return False
    low, high = wilson(answered, asked)
    shares = (answered / asked, low, high)
    share, low, high = (formatLang(env, 100 * each, digits=0) for each in shares)
    return env._(
        "%(answered)s of %(asked)s answered: %(share)s%% (95%% interval: %(low)s%% to %(high)s%%)",
        answered=answered,
        asked=asked,
        share=share,
        low=low,
        high=high,
    )
