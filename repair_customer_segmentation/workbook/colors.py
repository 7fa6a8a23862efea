"""The colors that tiers have in Odoo, as a sheet and its charts show them."""

# Odoo's own palette, in its order; the first is the color of what has none.
PALETTE = (
    "#A2A2A2", "#EE2D2D", "#DC8534", "#E8BB1D", "#5794DD", "#9F628F",
    "#DB8865", "#41A9A2", "#304BE0", "#EE2F8A", "#61C36E", "#9872E6",
)  # fmt: skip
# So much of the color is in the ground of a cell, whose text is dark.
SHARE = 0.35


def strong(color):
    """Return the color of a tier in charts, such as ``#EE2D2D``.

    :param int color: Odoo's number of it
    """
    return PALETTE[(color or 0) % len(PALETTE)]


def light(color):
    """Return the color of a tier as the ground of a cell, on which dark text is read well."""
    parts = (int(strong(color)[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(255 - SHARE * (255 - part)):02X}" for part in parts)
