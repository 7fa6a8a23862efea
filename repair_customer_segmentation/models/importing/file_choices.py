"""What somebody can choose of how a text file is written."""

ENCODINGS = [
    ("utf-8", "UTF-8"),
    ("utf-8-sig", "UTF-8 with mark"),
    ("gb18030", "GB18030 (Chinese)"),
    ("big5hkscs", "Big5 (Traditional Chinese)"),
    ("utf-16", "UTF-16"),
    ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"),
    ("utf-32", "UTF-32"),
    ("cp1252", "Western European"),
    ("latin-1", "Latin 1"),
]
SEPARATOR_SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
SIGN_NAMES = {sign: name for name, sign in SEPARATOR_SIGNS.items()}
