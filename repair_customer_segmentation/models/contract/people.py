"""Whom a contract concerns: the customer's account manager, the responsible, a manager."""

from ...vocabulary import GROUP_MANAGER, GROUP_USER


def person_to_tell(contract):
    """Return the one user who is told of a contract; empty where there is nobody.

    Who is no user any more, or may not read the contract, is passed over.
    """
    # sudo: who is there is looked up, whoever sets it off; nothing of the people is shown.
    contract = contract.sudo()
    user_group = contract.env.ref(GROUP_USER)
    managers = contract.env.ref(GROUP_MANAGER).all_user_ids.sorted("id")
    candidates = [contract.commercial_partner_id.user_id, contract.user_id, *managers]
    return next(
        (
            user
            for user in candidates
            if user.active
            and not user.share
            and contract.company_id in user.company_ids
            and user_group in user.all_group_ids
        ),
        contract.env["res.users"],
    )
