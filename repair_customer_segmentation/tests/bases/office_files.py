"""Files of spreadsheet programs that no history can be read from, made as these make them."""

import io
import struct
import zipfile

import xlsxwriter
import xlwt

END_OF_CHAIN, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
ROWS = (("Customer", "Opened on", "Amount"), ("Ann", "2025-03-07", 5))
OPEN_SHEET = "application/vnd.oasis.opendocument.spreadsheet"


def workbook(*pages, merged=()):
    """Return an .xlsx of pages ``(name, rows)``; ``merged`` are ranges of the first one."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        for name, rows in pages:
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        for cells, text in merged:
            book.worksheets()[0].merge_range(cells, text)
    return output.getvalue()


def old_workbook():
    """Return an .xls of Excel 97."""
    book = xlwt.Workbook()
    page = book.add_sheet("Repairs")
    for number, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def protected_workbook():
    """Return an .xlsx with a password, as Excel keeps it: encrypted in a compound file."""
    info = struct.pack("<HHI", 4, 4, 0x40) + b'<encryption xmlns="http://schemas.microsoft.com"/>'
    package = struct.pack("<Q", 5_000) + bytes(range(256)) * 20
    return _compound_file({"EncryptionInfo": info, "EncryptedPackage": package})


def _compound_file(streams):
    """Return a compound file of sectors of 512 bytes; see [MS-CFB]."""
    sectors, chain, entries = [], [FAT_SECTOR], []
    for name, data in streams.items():
        # Shorter streams would be kept in another place.
        data = data.ljust(4096, b"\0")
        parts = [data[i : i + 512].ljust(512, b"\0") for i in range(0, len(data), 512)]
        entries.append(_entry(name, 2, 1 + len(sectors), len(data)))
        first = 1 + len(sectors)
        chain += [*range(first + 1, first + len(parts)), END_OF_CHAIN]
        sectors += parts
    directory = _entry("Root Entry", 5, END_OF_CHAIN, 0, child=1) + b"".join(entries)
    directory = directory.ljust(512, b"\0")
    at = 1 + len(sectors)
    chain += [END_OF_CHAIN]
    fat = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, 1, at, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0, 0)
    head += struct.pack("<108I", *[FREE] * 108)
    return head + fat + b"".join(sectors) + directory


def _entry(name, kind, first, size, child=FREE):
    written = name.encode("utf-16-le") + b"\0\0"
    right = 2 if name == "EncryptionInfo" else FREE
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ",
        *(written, len(written), kind, 1, FREE, right, child),
        *(bytes(16), 0, bytes(8), bytes(8), first, size),
    )


def open_document():
    """Return an .ods."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell office:value-type='string'><text:p>{cell}</text:p>"
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:%s:1.0"
    content = (
        "<office:document-content office:version='1.3' "
        + " ".join(f"xmlns:{name}='{space % name}'" for name in ("office", "table", "text"))
        + "><office:body><office:spreadsheet><table:table table:name='Repairs'>"
        + f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": OPEN_SHEET, "content.xml": content})


def zipped(files):
    """Return the zip of files: name -> text."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return output.getvalue()
