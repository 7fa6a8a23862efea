from lxml import etree, html
from markupsafe import Markup

from odoo import models
from odoo.tools import is_html_empty
from odoo.tools.mail import html_to_inner_content

# Marks what the notes of a repair order have from a case, and from which.
MARK = "o_repair_case_words"


class RepairCase(models.Model):
    """What a case says in the notes of repair orders, which the whole workshop reads."""

    _inherit = "repair.case"

    def _words_for_notes(self):
        """Return what a new repair order says of the case: of a confidential one, nothing."""
        self.ensure_one()
        if self.is_confidential:
            return False
        return Markup('<div class="%s" data-res_id="%s"><p><b>%s</b></p>%s</div>') % (
            MARK,
            self.id,
            self.name,
            Markup() if is_html_empty(self.description) else self.description,
        )

    def _take_words_back(self):
        """Take the words of these cases out of the notes of repair orders.

        What is taken out, with what the workshop wrote into it, is kept on the case.
        """
        res = super()._take_words_back()
        # sudo: the workshop's notes lose the words, whoever makes the case confidential; what
        # they were is told on the case, to those who may read that.
        for case in self.sudo():
            for order in case._orders_with_words():
                taken, rest = case._without_words(order)
                if not taken:
                    continue
                order.internal_notes = rest
                explanation = self.env._(
                    "Removed from the internal notes of repair order %s, because this case is "
                    "confidential now:",
                    order.name,
                )
                case._message_log(body=Markup("<p>%s</p>%s") % (explanation, Markup(taken)))
        return res

    def _orders_with_words(self):
        """Return the orders of the case, and those that were once, or are copies of such."""
        marked = [("internal_notes", "like", f'{MARK}" data-res_id="{self.id}"')]
        orders = self.linked_order_ids
        return orders | orders.search(marked)

    def _without_words(self, order):
        """Return the words of the case in the notes of an order, and the notes without them.

        Notes that say the words without the mark are words of the case as a whole: nobody can
        tell which of them are not.
        """
        if is_html_empty(order.internal_notes):
            return "", order.internal_notes
        notes = html.fragment_fromstring(order.internal_notes, create_parent="div")
        taken = ""
        for part in notes.xpath(f'.//*[contains(@class, "{MARK}")][@data-res_id="{self.id}"]'):
            part.tail, tail = None, part.tail
            taken += etree.tostring(part, encoding="unicode", method="html")
            part.tail = tail
            part.drop_tree()
        rest = (notes.text or "") + "".join(
            etree.tostring(child, encoding="unicode", method="html") for child in notes
        )
        if self._says_words(rest, order):
            return order.internal_notes, False
        return taken, False if is_html_empty(rest) else rest

    def _says_words(self, notes, order):
        """Return whether notes say the subject, or what the order can only have from the case."""
        text = _plain(notes)
        description = _plain(self.description)
        return _plain(self.name) in text or bool(
            description and order.create_date >= self.create_date and description in text
        )


def _plain(notes):
    """Return a text without its form, for comparing."""
    return " ".join(html_to_inner_content(notes or "").split()).casefold()
