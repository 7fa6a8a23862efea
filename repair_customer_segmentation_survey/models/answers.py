"""What an answer to a survey says of satisfaction, on the scale from 1 to 5."""

LOWEST, HIGHEST = 1.0, 5.0
# Scales of surveys that can be read as satisfaction: (lowest, highest) answer.
SCALES = ((0, 10), (1, 10), (1, 5), (0, 5))


def on_scale(given, lowest, highest):
    """Return an answer on the scale from 1 to 5, where the ends of both scales meet.

    >>> on_scale(8, 0, 10)
    4.2
    >>> on_scale(4, 1, 5)
    4.0
    """
    share = (given - lowest) / (highest - lowest)
    return round(LOWEST + share * (HIGHEST - LOWEST), 2)


def score_values(question, lines):
    """Return the score of a filled in survey as values of feedback; nothing where none is given.

    :param question: record of ``survey.question``, a scale or a single choice
    :param lines: records of ``survey.user_input.line`` of the same participation
    :return: dict with ``score``, and with ``given_score`` and ``given_scale`` of an answer that
        was given on another scale
    """
    line = lines.filtered(lambda each: each.question_id == question and not each.skipped)[:1]
    if not line:
        return {}
    if question.question_type == "simple_choice":
        return {"score": line.suggested_answer_id.answer_score} if line.suggested_answer_id else {}
    given, scale = line.value_scale, (question.scale_min, question.scale_max)
    score = {"score": on_scale(given, *scale)}
    if scale == (LOWEST, HIGHEST):
        return score
    return {**score, "given_score": given, "given_scale": question.scale_max}


def text_of(question, lines):
    """Return what somebody wrote as the answer to a question, or nothing."""
    line = lines.filtered(lambda each: each.question_id == question and not each.skipped)[:1]
    return (line.value_text_box or line.value_char_box or "").strip()
