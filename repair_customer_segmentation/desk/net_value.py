"""What a case cost, as far as it is known.

    cost = parts + hours worked x cost of an hour + desk minutes / 60 x cost of an hour at the desk
    net value of a case = its amount (of rework: nothing) - its cost

A cost is known when its parts are, and its hours where an hour costs anything. What is not known
is not nothing: such a case has no net value, and the net value of a customer says of how many
cases the costs are known.
"""

MINUTES_OF_AN_HOUR = 60


def cost(parts, hours, desk_minutes, hour_cost, desk_hour_cost):
    """Return what a case cost, in the currency of the costs; ``None`` where it is not known.

    :param parts: what its parts cost, ``None`` where nobody knows
    :param hours: hours worked, ``None`` where nobody knows
    :param desk_minutes: minutes at the desk
    :param hour_cost: cost of an hour of work; 0: hours are not counted
    :param desk_hour_cost: cost of an hour at the desk; 0: it is not counted
    """
    if parts is None or (hours is None and hour_cost):
        return None
    return parts + (hours or 0) * hour_cost + desk_minutes / MINUTES_OF_AN_HOUR * desk_hour_cost
