"""Files that hold no table that we read, told by their first bytes, and by what is in them."""

import io
import re
import zipfile

MOST_UNPACKED = 1 << 30
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")
# What Microsoft's programs wrote before 2007, and what they encrypt to this day.
OLE = b"\xd0\xcf\x11\xe0"
PROTECTED, *OTHER_OLE = (
    name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument", "PowerPoint Document")
)
ZIP = b"PK\x03\x04"
OPEN_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"
# Many programs export web pages, and give them the name of a workbook.
WEB_PAGE = re.compile(rb"\s*<(?:!--|(?:!doctype|html|\?xml|table|meta|head|body)\b)", re.IGNORECASE)


class UnreadableFile(Exception):
    """A file that holds no table; ``reason`` is one of ``history_facts.why_unreadable``."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def is_workbook(data):
    """Return whether a file is a workbook that we read, and not a text.

    :param bytes data: the whole file
    :raise UnreadableFile: when it is neither, with the reason
    """
    if not data.strip():
        raise UnreadableFile("empty")
    if data.startswith(PICTURES) or (data.startswith(b"BM") and data[6:10] == bytes(4)):
        raise UnreadableFile("picture")
    if data.startswith(b"%PDF"):
        raise UnreadableFile("document")
    if data.startswith(OLE):
        raise UnreadableFile(_kind_of_ole(data))
    if WEB_PAGE.match(data.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")[:200]):
        raise UnreadableFile("web_page")
    if not data.startswith(ZIP):
        return False
    reason = _wrong_with_zip(data)
    if reason:
        raise UnreadableFile(reason)
    return True


def _kind_of_ole(data):
    if PROTECTED in data:
        return "protected"
    return "document" if any(name in data for name in OTHER_OLE) else "old_workbook"


def _wrong_with_zip(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                return "too_long"
            if "mimetype" in names and packed.read("mimetype").startswith(OPEN_SHEET):
                return "open_document"
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        return "damaged"
    if "xl/workbook.xml" in names:
        return ""
    if "xl/workbook.bin" in names or any(name.endswith(".iwa") for name in names):
        return "other_workbook"
    return "document"
