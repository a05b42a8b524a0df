"""Documents made to do harm: each function gives the bytes of one, made when it is called."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def laughs(levels: int = 9) -> str:
    """A document type whose entity `&lol9;` stands for 10^levels words."""
    lines = ['<!ENTITY lol0 "lol">']
    lines += [f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, levels + 1)]
    return f"<!DOCTYPE x [{''.join(lines)}]>"


def swollen(size: int = 50_000) -> str:
    """One long entity, to be named as often as it is long: the square of it without any nesting."""
    return f'<!DOCTYPE x [<!ENTITY big "{"a" * size}">]>'


def outside() -> str:
    """An entity that stands for a file of the machine."""
    return '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'


def docx(body: str, head: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A Word document with `body` in it and `head` before its XML."""
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str) -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def lying_zip(data: bytes, name: bytes, size: int) -> bytes:
    """`data` with the directory of the archive saying that `name` unpacks to `size` bytes."""
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length] == name:
            return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]
        at = data.find(b"PK\x01\x02", at + 46)
    raise ValueError(name)


def nested_zip(depth: int = 5, size: int = 10_000_000) -> bytes:
    """An archive in an archive …, with nothing but zeros in the innermost."""
    content = bytes(size)
    for level in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{level}.zip", content)
        content = out.getvalue()
    return content


def workbook(sheet: str, head: str = "") -> bytes:
    """An Excel workbook whose one sheet is this XML, with `head` before it."""
    import openpyxl

    book = openpyxl.Workbook()
    made = io.BytesIO()
    book.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as seed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in seed.namelist():
            if name == "xl/worksheets/sheet1.xml":
                archive.writestr(name, f'<?xml version="1.0"?>{head}{sheet}')
            else:
                archive.writestr(name, seed.read(name))
    return out.getvalue()


SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of which is the catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A stream, packed."""
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(packed), more, packed)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SAID = b"BT /F 12 Tf 20 20 Td (At least 12 people were killed in Aleppo on Monday.) Tj ET"


def pdf_page(box: bytes = b"[0 0 612 792]", content: bytes = SAID, more: bytes = b"") -> bytes:
    """A PDF of one page."""
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox" + box + b"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>" + more + b">>",
        stream(content),
        FONT,
    ])  # fmt: skip


def pdf_loop() -> bytes:
    """A PDF whose tree of pages holds itself."""
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>",
        b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 9999>>",
    ])  # fmt: skip


def pdf_form_loop() -> bytes:
    """A PDF whose page draws a form that draws itself."""
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>")
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 5 0 R"
        b"/Resources<</XObject<</X 4 0 R>>/Font<</F 6 0 R>>>>>>",
        form,
        stream(b"/X Do " + SAID),
        FONT,
    ])  # fmt: skip


def pdf_pages(count: int) -> bytes:
    """A PDF of so many pages, all the same."""
    kids = b" ".join(b"%d 0 R" % (n + 5) for n in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"
    head = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count]
    return pdf([*head, stream(SAID), FONT, *[page] * count])


def pdf_image() -> bytes:
    """A PDF whose one page is a picture of 30,000 times 30,000 points, packed to nothing."""
    picture = stream(
        bytes(1000), b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8/ColorSpace/DeviceGray"
    )
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
        picture,
        stream(b"99 0 0 99 0 0 cm /X Do"),
    ])  # fmt: skip
