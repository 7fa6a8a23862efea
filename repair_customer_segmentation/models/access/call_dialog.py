"""The dialog that plans calls, as Odoo has it."""


def call_dialog(env, records, summary, user, note=None):
    """Return the action that asks when, and by whom, these records are called about.

    :param str summary: of the activities
    :param user: who is suggested to call, where it is one
    :param note: HTML of the activities' note, or ``None``
    :return: dict: the action of Odoo's dialog that plans activities
    """
    context = {
        "active_model": records._name,
        "active_id": records[:1].id,
        "active_ids": records.ids,
        "default_summary": summary,
    }
    call = env.ref("mail.mail_activity_data_call", raise_if_not_found=False)
    if call:
        context["default_activity_type_id"] = call.id
    if note:
        context["default_note"] = note
    if len(user) == 1:
        context["default_activity_user_id"] = user.id
    return {
        "type": "ir.actions.act_window",
        "name": env._("Schedule a Call"),
        "res_model": "mail.activity.schedule",
        "views": [(False, "form")],
        "target": "new",
        "context": context,
    }
