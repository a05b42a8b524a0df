"""Makes the PDF fixtures beside it. All text in them is our own; figures and events are invented.

Needs typst, reportlab, arabic-reshaper, python-bidi and Debian's chromium, fonts-hosny-amiri and
fonts-noto-core; run by hand.
"""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
NASKH = "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf"

ARABIC = [
    "مقتل 12 مدنيا في قصف على حي النسيم",
    "الخرطوم، 5 نيسان/أبريل 2023",
    "قال مسؤول محلي إن 12 مدنيا قتلوا وأصيب 37 آخرون في قصف مدفعي طال حي النسيم مساء الثلاثاء، "
    "ونزحت 450 أسرة إلى القرى المجاورة.",
    "وأضاف المسؤول أن 3 أطفال بين القتلى، وأن فرق الإغاثة وزعت 1200 سلة غذائية.",
]
SECOND_PAGE = [
    "وفي حادث منفصل، أصيب 8 عمال بجروح عندما انهار جدار في سوق الزهور.",
    "وبلغ عدد النازحين منذ بداية العام 25000 شخص، بحسب مكتب الشؤون الإنسانية (OCHA).",
]
ENGLISH = [
    "Shelling kills 12 in Nassim district",
    "Twelve civilians were killed and 37 others wounded when shells hit the Nassim district on Tuesday evening, a "
    "local official said. Some 450 families fled to nearby villages.",
    "Three children were among the dead.",
]
FRENCH = [
    "Douze morts dans un bombardement",
    "Au moins 12 civils ont été tués et 37 blessés mardi soir dans le quartier de Nassim, a indiqué un responsable. "
    "Près de 450 familles ont fui.",
]


def _typst(name: str, lang: str, pages: list[list[str]], font: str = "Noto Naskh Arabic", extra: str = "") -> None:
    import typst

    direction = "rtl" if lang == "ar" else "ltr"
    body = "\n#pagebreak()\n".join("\n\n".join(page) for page in pages)
    style = f'font: ("{font}", "Libertinus Serif"), lang: "{lang}", dir: {direction}, size: 12pt'
    source = f"#set document(date: none)\n#set text({style})\n"
    (HERE / name).write_bytes(typst.compile((source + body + extra).encode(), font_paths=["/usr/share/fonts"]))


def _visual(name: str, paragraphs: list[str]) -> None:
    """Presentation forms in visual order, as many old producers write Arabic: the letters are there, back to front."""
    import arabic_reshaper
    from bidi.algorithm import get_display
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("naskh", NASKH))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("naskh", 12)
    y = 780
    for paragraph in paragraphs:
        words, line = paragraph.split(), ""
        lines = []
        for word in words:
            if len(line) + len(word) > 70:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        for full in [*lines, line]:
            canvas.drawRightString(550, y, get_display(arabic_reshaper.reshape(full)))
            y -= 20
        y -= 10
    canvas.save()
    (HERE / name).write_bytes(out.getvalue())


def _printed(name: str, page: str, *options: str) -> None:
    """A page as Chromium prints it: bold numbers are runs of their own, columns, a ruled table, running heads."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={HERE / name}", *options]
    subprocess.run([*command, str(HERE / page)], check=True)


def _no_text(name: str) -> None:
    """A page with lines and no letter, as a scan has."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for y in range(100, 700, 40):
        canvas.line(80, y, 500, y)
    canvas.save()
    (HERE / name).write_bytes(out.getvalue())


def _encrypted(name: str) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(100, 700, "Twelve civilians were killed.")
    canvas.save()
    (HERE / name).write_bytes(out.getvalue())


if __name__ == "__main__":
    _typst("arabic.pdf", "ar", [ARABIC, SECOND_PAGE])
    _typst("arabic_amiri.pdf", "ar", [ARABIC], font="Amiri")
    table = "\n\n#table(columns: 3, [المدينة], [القتلى], [الجرحى], [النسيم], [12], [37], [الزهور], [4], [8])\n"
    _typst("arabic_table.pdf", "ar", [ARABIC[:2]], extra=table)
    _typst("english.pdf", "en", [ENGLISH], font="Libertinus Serif")
    _typst("french.pdf", "fr", [FRENCH], font="Libertinus Serif")
    _visual("arabic_visual.pdf", ARABIC)
    _printed("arabic_chromium.pdf", "printed.html", "--no-pdf-header-footer")
    _printed("arabic_columns.pdf", "columns.html")
    _no_text("no_text.pdf")
    _encrypted("encrypted.pdf")
