"""What customers type into the pages of the portal."""

from odoo.exceptions import ValidationError

MOST_LETTERS = 200  # of a subject, or of the name of a file
MOST_TEXT = 10_000  # letters of what is told at length


def typed_text(env, label, text, most=MOST_TEXT):
    """Return what a customer typed into a field, without blanks around it.

    :param str label: what the field is called on the page
    :param int most: letters; ``None`` where the field says itself what is too long
    :raise ValidationError: when it is longer, or no text
    """
    text = (text or "").strip()
    if "\0" in text:
        raise ValidationError(
            env._("“%s” contains an invalid character. Please type it again.", label)
        )
    if most and len(text) > most:
        raise ValidationError(
            env._(
                "“%(field)s” has %(count)s characters: shorten it to %(most)s.",
                field=label,
                count=len(text),
                most=most,
            )
        )
    return text
