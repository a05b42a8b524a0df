"""Every command of tutorial and quick start runs and prints what the page shows; so do the Arabic ones."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("quickstart.md", "tutorial.md")
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
MARK = "::: step"

pytestmark = pytest.mark.skipif(
    not shutil.which("bash") or sys.platform == "win32", reason="the pages are for a POSIX shell"
)


def steps(page: str) -> list[tuple[str, list[str]]]:
    """The commands of a page's console blocks, each with the lines that stand below it."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.strip():
                found[-1][1].append(line)
    return found


def shell(command: str) -> str:
    """How a command is run here: the desk until it is open, a release under the id that it was given."""
    if command.startswith("masfufa desk"):
        # Not the function, whose process would be a shell with the desk below it: what is ended must be the desk.
        program = f"{shlex.quote(sys.executable)} -m {command} --no-browser --port 0"
        return (
            f"{program} > desk.out 2>&1 & desk=$!; "
            "for n in $(seq 300); do grep -q 'open at' desk.out && break; sleep 0.1; done; "
            "kill $desk; wait $desk; grep -q 'open at' desk.out"
        )
    return command.replace(" ID ", " $(masfufa release list | head -n 1 | cut -d ' ' -f 1) ")


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("page", PAGES)
def test_commands_run_and_print_what_the_page_shows(page: str, tmp_path: Path):
    told = steps(page)
    assert told
    lines = [f'masfufa() {{ {shlex.quote(sys.executable)} -m masfufa "$@"; }}']
    for number, (command, _) in enumerate(told):
        lines += [f"echo '{MARK} {number}'", shell(command), f'echo; echo "{MARK} {number} ended $?"']
    environment = {**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    for name in [name for name in environment if name.startswith("MASFUFA_")]:
        del environment[name]
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)], cwd=tmp_path, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    for number, (command, shown) in enumerate(told):
        part = re.search(rf"^{MARK} {number}$(.*?)^{MARK} {number} ended (\d+)$", done.stdout, re.DOTALL | re.MULTILINE)
        assert part, (command, done.stdout[-2000:])
        assert part[2] == "0", (command, part[1])
        for line in shown:
            assert squeezed(line) in squeezed(part[1]), (command, line, part[1])


@pytest.mark.parametrize("page", PAGES)
def test_arabic_pages_have_the_same_commands(page: str):
    def plain(command: str) -> str:
        return re.sub(r" --(interface|language) (ar|en)|echo \".*?\"", "", command)

    assert [plain(command) for command, _ in steps(f"ar/{page}")] == [plain(command) for command, _ in steps(page)]
