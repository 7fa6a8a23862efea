from odoo.http import request

# In the session: the language in which the visitor was greeted.
GREETED_KEY = "repair_greeted_lang"


def in_their_language(lang):
    """Return a redirect to this page in the language of the customer, once a visit.

    Odoo takes the language of the browser. A customer who has one of their own gets the first
    page in it; whatever language they choose there is kept.

    :param str lang: of the customer, where they have one
    :return: the redirect; ``None`` where the page may be shown as it is
    """
    if not lang or request.httprequest.method == "POST" or not request.env.user.share:
        return None
    if request.session.get(GREETED_KEY) == lang:
        return None
    request.session[GREETED_KEY] = lang
    if lang == request.lang.code or lang not in request.env["res.lang"]._get_frontend():
        return None
    page = request.httprequest
    path = f"{page.path}?{page.query_string.decode()}" if page.query_string else page.path
    return request.redirect(request.env["ir.http"]._url_lang(path, lang_code=lang))
