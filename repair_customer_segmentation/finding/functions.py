"""Functions of the database that make names and phone numbers comparable, and indexable.

A name or number is found however it was written or typed: with full-width letters and digits,
accents, blanks, dots and dashes, in simplified or traditional characters, with or without
country, label and extension. An expression that says so is long; as immutable functions it can
be indexed, so that one customer of a million is found at once and nothing is stored twice.

======================== ==================================================================
``repair_name(text)``     the name in one writing, words apart by one blank
``repair_name_keys(t)``   its pairs of neighbouring characters, blanks left out: a part of a
                          name has a part of its pairs
``repair_phone(text)``    the numbers in a phone field, digits only
``repair_phone_keys(t)``  the last five, six and seven digits of each of them
======================== ==================================================================
"""

import hashlib
import json
import sys
import unicodedata

from odoo.tools import SQL, file_open

# So many digits, from the end, are looked up; with fewer, nobody is.
PHONE_KEY = 7
PHONE_LEAST = 5
# More digits than any number has: there are several.
PHONE_MOST = 15

# Between the number and its extension, in small letters.
EXTENSION = (
    r"extension|extn|ext|x|#|\*|转|轉|转接|分机|分機|分機號|分机号|内线|內線|内線|доб|durchwahl|dw|"
    r"poste|interno|int|anexo|ramal"
)
HAN = "[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
# Blanks, dots, dashes, quotes and brackets, which one writes and another leaves out.
BETWEEN = (
    r"[\s\u00a0\u00ad\u00b7\u1427\u2000-\u206f\u2219\u22c5\u2e31\u2e33\u3000-\u3003\u3008-\u3011"
    r"\u3014-\u301f\u30a0\u30fb\ufeff\uff65.,;:'\"`\u00b4()\[\]{}<>/|_-]+"
)


def install(cr):
    """Create the functions; those that changed take the indexes on them along.

    Odoo makes the indexes again afterwards.
    """
    for name, (result, body) in _functions().items():
        digest = hashlib.sha256(f"{result}{body}".encode()).hexdigest()
        cr.execute(
            "SELECT obj_description(oid, 'pg_proc') FROM pg_proc "
            "WHERE proname = %s AND pronamespace = current_schema::regnamespace",
            [name],
        )
        if cr.fetchone() == (digest,):
            continue
        function = SQL("%s(text)", SQL.identifier(name))
        cr.execute(SQL("DROP FUNCTION IF EXISTS %s CASCADE", function))
        cr.execute(
            SQL(
                "CREATE FUNCTION %s RETURNS %s LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE "
                "AS %s",
                function,
                SQL(result),
                body,
            )
        )
        cr.execute(SQL("COMMENT ON FUNCTION %s IS %s", function, digest))


def uninstall(cr):
    """Drop the functions with the indexes on them."""
    for name in _functions():
        cr.execute(SQL("DROP FUNCTION IF EXISTS %s(text) CASCADE", SQL.identifier(name)))


def _functions():
    """Return name -> (type of the result, body), each using none of the others.

    A dump restores functions and indexes without a search path.
    """
    name = _NAME.replace("{variants}", _quoted(json.dumps(han_variants(), ensure_ascii=False)))
    phone = _PHONE.replace("{digits}", _quoted(_digits()))
    return {
        "repair_name": ("text", name.replace("{return}", "RETURN btrim(found);")),
        "repair_name_keys": ("text[]", name.replace("{return}", _NAME_KEYS)),
        "repair_phone": ("text[]", phone.replace("{return}", "RETURN numbers;")),
        "repair_phone_keys": ("text[]", phone.replace("{return}", _PHONE_KEYS)),
    }


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"


def han_variants():
    """Return Han character -> the one that stands for it in whatever writing."""
    with file_open("repair_customer_segmentation/finding/han_variants.txt") as file:
        variants, chosen = (line.strip() for line in file if not line.startswith("#"))
    return dict(zip(variants, chosen, strict=True))


def _digits():
    """Return the digits of the other scripts: ten of each, from 0 to 9."""
    return "".join(
        chr(code)
        for code in range(0x80, sys.maxunicode + 1)
        if unicodedata.category(chr(code)) == "Nd"
        and unicodedata.normalize("NFKC", chr(code)) == chr(code)
    )


_NAME = r"""
DECLARE
    given text := lower(regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]', '', 'g'));
    found text := '';
    letter text;
BEGIN
    given := regexp_replace(given, '{between}', ' ', 'g');
    IF given ~ '{han}' THEN
        given := regexp_replace(given, '({han}) | (?={han})', '\1', 'g');
        FOREACH letter IN ARRAY regexp_split_to_array(given, '') LOOP
            found := found || COALESCE({variants}::jsonb ->> letter, letter);
        END LOOP;
    ELSE
        found := given;
    END IF;
    {return}
END
""".replace("{between}", BETWEEN.replace("'", "''")).replace("{han}", HAN)
_NAME_KEYS = """
    found := replace(found, ' ', '');
    RETURN ARRAY(
        SELECT DISTINCT substr(found, i, 2) FROM generate_series(1, length(found) - 1) AS i);
"""
_PHONE = r"""
DECLARE
    given text := lower(normalize($1, NFKC));
    line text;
    part text;
    digits text;
    front text := '';
    numbers text[] := '{}';
BEGIN
    IF given ~ '[^\u0001-\u007f]' THEN
        given := translate(given, {digits}, repeat('0123456789', length({digits}) / 10));
    END IF;
    given := replace(given, '(0)', '');
    digits := regexp_replace(given, '\D', '', 'g');
    IF length(digits) BETWEEN {least} AND {most} AND given ~ '^[0-9\s().+]+$' THEN
        -- Nothing but one number, as most are.
        numbers := ARRAY[digits];
        {return}
    END IF;
    -- The extension is no part of the number.
    given := regexp_replace(
        given,
        '(\d[\s)]*)[(,;]?\s*(?:{extension})[\s.:=#-]*\d{1,6}(?:\s*[/,、-]\s*\d{1,6})*[\s)]*'
        '(?=$|[;,/|、\n])',
        '\1', 'g');
    FOREACH line IN ARRAY regexp_split_to_array(given, '[;,/|、。\n]+') LOOP
        FOREACH part IN ARRAY regexp_split_to_array(
            line,
            -- Blanks part numbers where the digits are too many for one.
            CASE WHEN length(regexp_replace(line, '\D', '', 'g')) > {most}
                 THEN '\s+' ELSE '\n' END)
        LOOP
            digits := front || regexp_replace(part, '\D', '', 'g');
            front := '';
            IF length(digits) < {key} THEN
                -- The beginning of a number that goes on behind the stroke.
                front := digits;
                CONTINUE;
            END IF;
            numbers := numbers || digits;
            -- A few digits behind a whole number are an extension, or the end of the number.
            IF part ~ '(^|\D)\d{7,8}\s*-\s*\d{1,5}\D*$' THEN
                numbers := numbers
                    || regexp_replace(regexp_replace(part, '-\s*\d{1,5}\D*$', ''), '\D', '', 'g');
            END IF;
        END LOOP;
    END LOOP;
    IF numbers = '{}' AND length(front) >= {least} THEN
        numbers := numbers || front;
    END IF;
    {return}
END
"""
_PHONE = (
    _PHONE.replace("{extension}", EXTENSION)
    .replace("{most}", str(PHONE_MOST))
    .replace("{key}", str(PHONE_KEY))
    .replace("{least}", str(PHONE_LEAST))
)
_PHONE_KEYS = f"""
    RETURN ARRAY(
        SELECT DISTINCT right(number, size)
          FROM unnest(numbers) AS number, generate_series({PHONE_LEAST}, {PHONE_KEY}) AS size
         WHERE length(number) >= size);
"""
