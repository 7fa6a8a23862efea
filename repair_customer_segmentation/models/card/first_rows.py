"""The first records of each customer and how many there are, by one query for all customers."""

from dataclasses import dataclass

from odoo.tools import SQL


@dataclass(frozen=True)
class Rows:
    """Some ``records`` of a customer, and how ``many`` of them there are in all."""

    records: object
    many: int = 0

    @property
    def more(self):
        """How many there are besides those that are shown."""
        return self.many - len(self.records)


def first_rows(records, domain, customer, order, most):
    """Return customer id -> :class:`Rows`, of what the current user may read.

    >>> first_rows(env["repair.device"], [("partner_id", "in", ids)], "partner_id", "name, id", 6)
    {7: Rows(records=repair.device(3, 1), many=2)}

    :param records: the model
    :param domain: which records
    :param str customer: the stored field by which they are the customer's, such as
        ``partner_id.commercial_partner_id``
    :param str order: of a customer's records, as ``search`` has it
    :param int most: how many of each customer are wanted
    """
    query = records._search(domain)
    owner = _owner(records, query, customer)
    place = records._order_to_sql(order, query)
    ranked = query.select(
        SQL("%s AS owner_id", owner),
        SQL("%s AS id", SQL.identifier(query.table, "id")),
        SQL("row_number() OVER (PARTITION BY %s ORDER BY %s) AS place", owner, place),
        SQL("count(*) OVER (PARTITION BY %s) AS many", owner),
    )
    rows = records.env.execute_query(
        SQL(
            "SELECT owner_id, id, many FROM (%s) AS ranked WHERE place <= %s "
            "ORDER BY owner_id, place",
            ranked,
            most,
        )
    )
    every = [record_id for _owner, record_id, _many in rows]
    ids, counts = {}, {}
    for owner_id, record_id, many in rows:
        ids.setdefault(owner_id, []).append(record_id)
        counts[owner_id] = many
    return {
        owner_id: Rows(records.browse(own).with_prefetch(every), counts[owner_id])
        for owner_id, own in ids.items()
    }


def _owner(records, query, path):
    """Return the SQL of a field of a query's records, or of what their fields lead to."""
    *way, name = path.split(".")
    alias = query.table
    for step in way:
        records, alias = records._fields[step].join(records, alias, query)
    return records._field_to_sql(alias, name, query)
