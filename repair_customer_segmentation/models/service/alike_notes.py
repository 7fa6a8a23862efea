"""The same note in the chatter of many records."""

from odoo.tools import SQL

# What of a note is not the same on another record.
ITS_OWN = {"id", "res_id"}


def log_alike(records, body):
    """Log a note on each of these records: the first by Odoo, the others as copies of its row.

    Odoo makes a note a record, which takes longer than all that the note tells of.

    :param str body: plain text
    """
    env = records.env
    message = records[:1]._message_log(body=body)
    message.flush_recordset()
    columns = [
        SQL.identifier(name)
        for name, field in message._fields.items()
        if field.store and field.column_type and name not in ITS_OWN
    ]
    env.cr.execute(
        SQL(
            """
            INSERT INTO mail_message (res_id, %(columns)s)
            SELECT other.id, %(columns)s
              FROM mail_message, unnest(%(ids)s::int[]) AS other (id)
             WHERE mail_message.id = %(message)s
            """,
            columns=SQL(", ").join(columns),
            ids=records[1:].ids,
            message=message.id,
        )
    )
    records.invalidate_recordset(["message_ids"], flush=False)
