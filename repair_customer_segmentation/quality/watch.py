"""A trigger of the database that queues customers whose contact data changed what is missing.

Whoever edits an address must see the gap close at once, and whoever edits one of a stranger must
not wait for a look-up of whether it is a customer: the database does both while it writes. It
notices contacts that come, go or move, too, and what is written past Odoo's models, as when
contacts are merged or an industry is deleted.

The queue is only inserted into, so that people never wait for, nor conflict with, the run that
rewrites the profiles. No row that is there already is looked for: the one that is seen may just
be removed by a run that does not know of this change.
"""

from odoo.tools import SQL

FUNCTION = SQL("repair_contact_changed")
QUEUED_WHEN = {
    "INSERT": "NEW.parent_id IS NOT NULL AND (NEW.email <> '' OR NEW.phone <> '')",
    "DELETE": "OLD.parent_id IS NOT NULL AND (OLD.email <> '' OR OLD.phone <> '')",
    "UPDATE": """
        (COALESCE(OLD.email, '') = '', COALESCE(OLD.phone, '') = '', COALESCE(OLD.vat, '') = '',
         COALESCE(OLD.vat, '') = '/', OLD.active, OLD.commercial_partner_id,
         OLD.industry_id IS NOT NULL AND NEW.industry_id IS NULL)
        IS DISTINCT FROM
        (COALESCE(NEW.email, '') = '', COALESCE(NEW.phone, '') = '', COALESCE(NEW.vat, '') = '',
         COALESCE(NEW.vat, '') = '/', NEW.active, NEW.commercial_partner_id, FALSE)""",
}


def install(cr):
    """Create the function and its triggers, anew."""
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $body$
            DECLARE
                customers int[];
            BEGIN
                IF TG_OP <> 'INSERT' THEN
                    customers := customers || OLD.commercial_partner_id;
                END IF;
                IF TG_OP <> 'DELETE' THEN
                    customers := customers || NEW.commercial_partner_id;
                END IF;
                INSERT INTO repair_customer_stale (partner_id, company_id)
                SELECT partner_id, company_id
                  FROM (SELECT partner_id, company_id FROM repair_customer_profile
                         UNION
                        SELECT partner_id, company_id FROM repair_customer_stale) AS known
                 WHERE partner_id = ANY(customers)
                   -- The company of a contact may just be deleted.
                   AND EXISTS (SELECT FROM res_partner WHERE id = partner_id);
                RETURN NULL;
            END
            $body$
            """,
            FUNCTION,
        )
    )
    for event, condition in QUEUED_WHEN.items():
        name = SQL.identifier(f"repair_contact_{event.lower()}")
        cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON res_partner", name))
        cr.execute(
            SQL(
                "CREATE TRIGGER %s AFTER %s ON res_partner FOR EACH ROW WHEN (%s) "
                "EXECUTE FUNCTION %s()",
                name,
                SQL(event),
                SQL(condition),
                FUNCTION,
            )
        )


def uninstall(cr):
    """Drop the function with its triggers."""
    cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", FUNCTION))
