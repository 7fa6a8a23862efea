"""What a case cost, as far as it is known.

    cost = parts + hours worked x cost of an hour + desk minutes / 60 x cost of an hour at the desk
    net value of a case = its amount (of rework: nothing) - its cost

A cost is known when its parts are, and its hours where an hour costs anything. What is not known
is not nothing: such a case has no net value, and the net value of a customer says of how many
cases the costs are known.
"""

MINUTES_OF_AN_HOUR = 60


def work_cost(hours, hour_cost):
    """Return what hours of work cost; ``None`` where nobody knows, and they cost anything.

    :param hours: hours worked, ``None`` where nobody knows
    :param hour_cost: cost of an hour of work; 0: hours are not counted
    """
    if hours is None:
        return None if hour_cost else 0
    return hours * hour_cost


def cost(parts, work, desk_minutes, desk_hour_cost):
    """Return what a case cost, in the currency of the costs; ``None`` where it is not known.

    :param parts: what its parts cost, ``None`` where nobody knows
    :param work: what its hours of work cost, likewise
    :param desk_minutes: minutes at the desk
    :param desk_hour_cost: cost of an hour at the desk; 0: it is not counted
    """
    if parts is None or work is None:
        return None
    return parts + work + desk_minutes / MINUTES_OF_AN_HOUR * desk_hour_cost
