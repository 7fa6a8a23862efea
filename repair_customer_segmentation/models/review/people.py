"""Who goes through a review with the customer."""

from odoo.tools import SQL

from ...vocabulary import GROUP_USER


def responsible_sql(company, customer):
    """Return the SQL of the user who is responsible for the review of a customer.

    The customer's account manager, else the leader of the team of their last case, else the
    leader of the company's first team. Who is no user any more, or none of the desk's in the
    company, is passed over; NULL where there is nobody.

    :param company: record of ``res.company``, as superuser
    :param SQL customer: the column of a commercial partner
    """
    users = company.env.ref(GROUP_USER).all_user_ids
    fit = users.filtered(lambda u: u.active and not u.share and company in u.company_ids).ids
    teams = company.env["repair.case.team"].search(
        [("company_id", "in", (False, company.id)), ("leader_id", "in", fit)], limit=1
    )
    return SQL(
        """
        COALESCE(
            (SELECT manager.user_id
               FROM res_partner AS manager
              WHERE manager.id = %(customer)s AND manager.user_id = ANY(%(fit)s)),
            (SELECT team.leader_id
               FROM repair_case AS served
               JOIN repair_case_team AS team ON team.id = served.team_id
              WHERE served.commercial_partner_id = %(customer)s
                AND served.company_id = %(company)s
                AND team.leader_id = ANY(%(fit)s)
              ORDER BY served.date_open DESC, served.id DESC
              LIMIT 1),
            %(leader)s::int)
        """,
        customer=customer,
        fit=fit,
        company=company.id,
        leader=teams.leader_id.id or None,
    )
