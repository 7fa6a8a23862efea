"""Groups of customers by salesperson, of whom there are few.

PostgreSQL takes each name for that of a salesperson. To find the first 80 groups of what it
believes to be hundreds of thousands, it would sort a million customers and look up the profile of
each by itself; all groups together it finds several times as fast.
"""

SALESPERSON = ("user_id",)


def read_few_groups(read, domain, groupby, aggregates, having, offset, limit, order):
    """Return what ``read`` does, which is Odoo's ``_read_group``, of some of the groups."""
    if not limit or tuple(groupby) != SALESPERSON:
        return read(domain, groupby, aggregates, having, offset, limit, order)
    groups = read(domain, groupby, aggregates, having, order=order)
    return groups[offset or 0 : (offset or 0) + limit]
