"""The same thing to do, planned for two customers who become one, is there once."""


def unite_activities(customer):
    """Leave one of the activities that ask the same of the same user: the first that is due."""
    # sudo: activities go with their customer, whoever merges; none is shown.
    activities = customer.sudo().activity_ids.filtered("summary").sorted("date_deadline")
    same = activities.grouped(lambda each: (each.activity_type_id, each.summary, each.user_id))
    for alike in same.values():
        alike[1:].unlink()
