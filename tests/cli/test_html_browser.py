"""The page in a browser: nothing runs off a phone's screen, scripts work under the page's own policy."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from masfufa.cli.html_out import Html
from masfufa.cli.settings import Settings
from masfufa.cli.work import Totals

from .event_samples import event_item
from .samples import arabic_item, english_item

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--virtual-time-budget=3000",
)  # fmt: skip
pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium to look at the page with")

MEASURE = """
<!doctype html><meta charset="utf-8"><title></title><body style="margin:0">
<iframe id="f" style="border:0" width="%d" height="900" srcdoc="%s"></iframe>
<script>
document.getElementById("f").onload = (event) => {
  const page = event.target.contentDocument, root = page.documentElement;
  const mark = page.querySelector("a.figure"), found = [];
  mark.dispatchEvent(new event.target.contentWindow.MouseEvent("mouseover", {bubbles: true}));
  const text = page.querySelector(".text").getBoundingClientRect();
  const record = page.querySelector(".record").getBoundingClientRect();
  const target = document.createElement("output");
  target.textContent = [root.scrollWidth - root.clientWidth, page.querySelector(".record").classList.contains("on"),
    record.top > text.bottom, getComputedStyle(page.querySelector(".text")).direction].join(" ");
  document.body.append(target);
};
</script>
"""


def look(tmp_path: Path, width: int) -> list[str]:
    """Pixels that run off the screen, whether a record lights up, stands below the text, the text's direction."""
    out = Html(Settings("html"))
    page = (
        out.head()
        + out.document(arabic_item())
        + out.document(english_item())
        + out.document(event_item("3"))
        + out.tail(Totals(2, 5, 1))
    )
    wrapper = tmp_path / "wrapper.html"
    wrapper.write_text(MEASURE % (width, html.escape(page)), encoding="utf-8")
    command = [str(BROWSER), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", wrapper.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    found = re.search(r"<output>(.*?)</output>", done.stdout.decode())
    assert found, done.stderr.decode()[-2000:]
    return found.group(1).split()


@pytest.mark.parametrize(("width", "stacked"), [(390, "true"), (1280, "false")])
def test_the_page_fits_and_lights_up(tmp_path: Path, width: int, stacked: str):
    assert look(tmp_path, width) == ["0", "true", stacked, "rtl"]
