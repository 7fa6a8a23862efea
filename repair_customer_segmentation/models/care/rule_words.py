"""A care rule read back as one sentence, in the language of whoever reads it."""

from ..access.enumerated import enumerated


def rule_sentence(rule):
    """Return what a rule does, as a sentence without its full stop."""
    return rule.env._(
        "%(occasion)s: %(action)s to %(audience)s, %(days)s, %(hour_from)s to %(hour_to)s",
        occasion=occasion_words(rule),
        action=_action_words(rule),
        audience=_audience_words(rule),
        days=rule.env._("on working days") if rule.working_days_only else rule.env._("every day"),
        hour_from=_clock(rule.hour_from),
        hour_to=_clock(rule.hour_to),
    )


def occasion_words(rule):
    """Return the occasion of a rule in words."""
    env = rule.env
    days = rule.days
    texts = {
        "birthday": lambda: env._("On the birthday"),
        "anniversary": lambda: env._("On the anniversary of the first repair"),
        "date": lambda: env._(
            "Every year on %(month)s %(day)s",
            month=_label(rule, "month"),
            day=rule.day_of_month,
        ),
        "holiday": lambda: _holiday_words(rule),
        "repair": lambda: _by_number(
            days,
            env._("On the day a repair is closed"),
            env._("1 day after a closed repair"),
            env._("%s days after a closed repair", days),
        ),
        "device": lambda: _by_number(
            days,
            env._("On the day a device is bought"),
            env._("1 day after a device was bought"),
            env._("%s days after a device was bought", days),
        ),
        "silence": lambda: _by_number(
            days,
            env._("On the day of the last repair"),
            env._("After 1 day without a repair"),
            env._("After %s days without a repair", days),
        ),
        "fall": lambda: _by_number(
            days,
            env._("On the day of a downgrade"),
            env._("1 day before a downgrade"),
            env._("%s days before a downgrade", days),
        ),
        "rise": lambda: _by_number(
            days,
            env._("On the day of an upgrade"),
            env._("1 day after an upgrade"),
            env._("%s days after an upgrade", days),
        ),
        "contract": lambda: _by_number(
            days,
            env._("On the last day of a contract"),
            env._("1 day before a contract ends"),
            env._("%s days before a contract ends", days),
        ),
        "declined": lambda: _by_number(
            days,
            env._("On the day work is declined"),
            env._("1 day after work was declined"),
            env._("%s days after work was declined", days),
        ),
    }
    return texts[rule.occasion]() if rule.occasion in texts else env._("On no occasion")


def _by_number(days, none, one, many):
    """Return the text for a number of days: a language has one of its own for none and for one."""
    return {0: none, 1: one}.get(days, many)


def _holiday_words(rule):
    env = rule.env
    name = rule.holiday_name or env._("no holiday chosen")
    country = rule.holiday_country_id.name or env._("no country chosen")
    if rule.days == 1:
        return env._("1 day before %(holiday)s (%(country)s)", holiday=name, country=country)
    if rule.days:
        return env._(
            "%(days)s days before %(holiday)s (%(country)s)",
            days=rule.days,
            holiday=name,
            country=country,
        )
    return env._("On %(holiday)s (%(country)s)", holiday=name, country=country)


def _action_words(rule):
    env = rule.env
    if rule.action == "email":
        return env._("email “%s”", rule.template_id.name or env._("no template chosen"))
    if rule.action == "sms":
        return env._("text message")
    who = rule.user_id.name or env._("nobody")
    team = rule.team_id.name or env._("no team chosen")
    if rule.assign_to == "manager":
        who = env._("the account manager (if none: %s)", who)
    if rule.assign_to == "leader":
        who = env._("the leader of %s", team)
    if rule.assign_to == "members":
        who = env._("the members of %s in turn", team)
    return env._("activity “%(type)s” for %(who)s", type=rule.activity_type_id.name or "", who=who)


def _audience_words(rule):
    """Return whom a rule concerns; a condition on top is said to be there."""
    env = rule.env
    kinds = {
        "all": env._("all customers"),
        "person": env._("all people"),
        "company": env._("all companies"),
    }
    names = [*rule.tier_ids.mapped("name"), *rule.level_ids.mapped("name")]
    if names:
        named = enumerated(env, names)
        kinds = {
            "all": env._("%s customers", named),
            "person": env._("%s customers who are people", named),
            "company": env._("%s customers that are companies", named),
        }
    text = kinds[rule.customer_kind or "all"]
    if (rule.domain or "[]").strip() not in ("", "[]"):
        text = env._("%s who meet further conditions", text)
    return text


def _label(rule, field):
    return dict(rule._fields[field]._description_selection(rule.env)).get(rule[field], "")


def _clock(hours):
    """Return an hour of the day as a clock shows it."""
    minutes = round((hours or 0) * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
