#!/usr/bin/env python3
"""Build the documentation's site into build/site/VERSION, English and (right to left) Arabic, and check it.

    python scripts/build_docs.py [--version NAME] [--site DIR]

Other versions that stand in the folder stay, and the page lets its reader choose between them. Pages of reference
are made from the code. A link or anchor that leads nowhere fails; so does what would be fetched from elsewhere.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import html
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import click

import masfufa
from masfufa import claims, records
from masfufa.cli.main import cli
from masfufa.ontology import actors, figures, plover

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "docs"
VENDOR = ROOT / "src" / "masfufa" / "desk" / "static" / "vendor"
FONTS = ("plex-arabic-400.woff2", "plex-arabic-600.woff2", "plex-latin-400.woff2", "plex-latin-600.woff2")
BESIDE = {
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "examples/README.md": "examples/README.md",
    "examples/SOURCES.md": "examples/SOURCES.md",
    "examples/libya-2019/README.md": "examples/libya-2019.md",
    "tests/gold/README.md": "gold.md",
}
"""Pages that stand outside of docs/ and belong to the site: path in the project, path in the site."""
LINK = re.compile(r"(\]\()([^)\s#]*)(#[^)\s]*)?(\))")
CODE = re.compile(r"(^```.*?^```|`[^`\n]+`)", re.MULTILINE | re.DOTALL)


def places() -> dict[Path, str]:
    """Every page of the English site by its file."""
    docs = ROOT / "docs"
    found = {page: page.relative_to(docs).as_posix() for page in docs.glob("*.md")}
    return found | {ROOT / inside: outside for inside, outside in BESIDE.items() if (ROOT / inside).exists()}


def moved(text: str, page: Path, to: str, known: dict[Path, str]) -> str:
    """A page's text with its links led to where the pages stand in the site."""

    def led(match: re.Match[str]) -> str:
        target, anchor = unquote(match[2]), match[3] or ""
        if not target or re.match(r"[a-z]+:", target):
            return match[0]
        file = (page.parent / target).resolve()
        if file in known:
            inside = os.path.relpath(known[file], Path(to).parent).replace(os.sep, "/")
            return f"{match[1]}{inside}{anchor}{match[4]}"
        if file == (ROOT / "NOTICE").resolve():
            return f"{match[1]}{os.path.relpath('NOTICE.md', Path(to).parent)}{match[4]}"
        if file == (ROOT / "docs" / "ar" / "index.md").resolve():
            return f"{match[1]}{os.path.relpath('ar/index.html', Path(to).parent)}{match[4]}"
        return match[0]

    parts = CODE.split(text)
    return "".join(part if n % 2 else LINK.sub(led, part) for n, part in enumerate(parts))


def command_page() -> str:
    """All commands with their help, usage, options and examples, from click."""
    lines = [
        "# All commands and options",
        "",
        "Made from the code. [The command line](../cli.md) says more of each.",
        "",
    ]

    def walk(command: click.Command, path: str) -> None:
        context = click.Context(command, info_name=path, max_content_width=100, terminal_width=100)
        pieces = " ".join(command.collect_usage_pieces(context))
        lines.extend((f"## {path}", "", f"    {path} {pieces}", ""))
        for block in inspect.cleandoc(command.help or "").split("\n\n"):
            if block.startswith("\b"):
                lines.extend(f"    {line}" for line in block.splitlines()[1:])
                lines.append("")
            else:
                lines.extend((html.escape(" ".join(block.split()), quote=False), ""))
        rows = [p.get_help_record(context) for p in command.params if isinstance(p, click.Option)]
        shown = [row for row in rows if row]
        if shown:
            lines.extend(("| option | does |", "|---|---|"))
        for name, words in shown:
            escaped = html.escape(words, quote=False).replace("|", "\\|")
            lines.append(f"| `{name.replace('|', chr(92) + '|')}` | {escaped} |")
        lines.append("")
        if command.epilog and "xample" in command.epilog:
            lines.extend(f"    {line.strip()}" for line in command.epilog.splitlines()[2:])
            lines.append("")
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                walk(inner, f"{path} {name}")

    walk(cli, "masfufa")
    return "\n".join(lines)


def field_notes(module: object) -> dict[str, dict[str, str]]:
    """What stands as a string below the fields of each class of a module."""
    tree = ast.parse(inspect.getsource(module))  # type: ignore[arg-type]
    found: dict[str, dict[str, str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            notes = found.setdefault(node.name, {})
            for before, after in zip(node.body, node.body[1:], strict=False):
                if (
                    isinstance(before, ast.AnnAssign)
                    and isinstance(before.target, ast.Name)
                    and isinstance(after, ast.Expr)
                    and isinstance(after.value, ast.Constant)
                ):
                    notes[before.target.id] = " ".join(str(after.value.value).split())
    return found


def type_page() -> str:
    """The data classes of readings and of the ledger with their fields and types, and every closed list of values."""
    lines = [
        "# Record types and closed values",
        "",
        "Made from the code. [Record fields](../records.md) says what each field means.",
        "",
    ]
    for module in (records, claims):
        notes = field_notes(module)
        lines += [f"## {module.__name__}", "", " ".join((module.__doc__ or "").split("\n\n")[0].split()), ""]
        for name, kind in vars(module).items():
            if inspect.isclass(kind) and kind.__module__ == module.__name__ and dataclasses.is_dataclass(kind):
                lines += [f"### {name}", "", html.escape(inspect.cleandoc(kind.__doc__ or ""), quote=False), ""]
                lines += ["| field | type | |", "|---|---|---|"]
                for field in dataclasses.fields(kind):
                    shown = str(field.type).replace("|", "\\|")
                    note = html.escape(notes[name].get(field.name, ""), quote=False).replace("|", "\\|")
                    lines.append(f"| `{field.name}` | `{shown}` | {note} |")
                lines.append("")
    lines += ["## Closed values", ""]
    for module in (figures, plover, actors):
        for name, values in vars(module).items():
            if (
                name.isupper()
                and isinstance(values, tuple | frozenset | dict)
                and all(isinstance(v, str) for v in values)
            ):
                ordered = sorted(values) if isinstance(values, frozenset) else list(values)
                lines += [f"### {name.lower().replace('_', ' ')}", "", ", ".join(f"`{value}`" for value in ordered), ""]
    return "\n".join(lines)


def prepare() -> None:
    """Lay the pages of both languages out under build/docs."""
    shutil.rmtree(BUILD, ignore_errors=True)
    english, arabic = BUILD / "en", BUILD / "ar"
    known = places()
    for page, to in known.items():
        target = english / to
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(moved(page.read_text(encoding="utf-8"), page, to, known), encoding="utf-8")
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    (english / "NOTICE.md").write_text(f"# Licences of data and files\n\n{notice}", encoding="utf-8")
    (english / "reference").mkdir()
    (english / "reference" / "commands.md").write_text(command_page(), encoding="utf-8")
    (english / "reference" / "types.md").write_text(type_page(), encoding="utf-8")
    for picture in (ROOT / "docs").glob("*.svg"):
        shutil.copy(picture, english)
    shutil.copytree(ROOT / "docs" / "ar", arabic)
    for page in arabic.glob("*.md"):
        # The Arabic pages are a site of their own below the English one; pages that are only there are linked as built.
        text = re.sub(r"\]\(\.\./([^)#\s]+)\.md", r"](../\1.html", page.read_text(encoding="utf-8"))
        text = text.replace("](../../NOTICE)", "](../NOTICE.html)").replace(
            "](../../CONTRIBUTING.md", "](../CONTRIBUTING.html"
        )
        page.write_text(text.replace("](../../CHANGELOG.md", "](../CHANGELOG.html"), encoding="utf-8")
    for folder in (english, arabic):
        (folder / "assets").mkdir()
        for name in FONTS:
            shutil.copy(VENDOR / name, folder / "assets")
        shutil.copy(VENDOR / "plex.LICENSE", folder / "assets")
        shutil.copy(VENDOR.parent / "icon.svg", folder / "assets")
        shutil.copy(ROOT / "docs" / "assets" / "site.css", folder / "assets")


def build(site: Path, version: str) -> Path:
    """Build both sites, strictly, and the list of versions that stand beside them."""
    target = site / version
    shutil.rmtree(target, ignore_errors=True)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    for config, folder in (("mkdocs.yml", target), ("mkdocs.ar.yml", target / "ar")):
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", str(ROOT / config)]
        subprocess.run([*command, "--site-dir", str(folder)], check=True, env=environment, cwd=ROOT)
    found = sorted((path.name for path in site.iterdir() if (path / "index.html").exists()), reverse=True)
    latest = version
    rows = [{"version": name, "title": name, "aliases": ["latest"] if name == latest else []} for name in found]
    (site / "versions.json").write_text(json.dumps(rows), encoding="utf-8")
    (site / "index.html").write_text(
        '<!doctype html><meta charset="utf-8"><title>masfufa</title>'
        f'<meta http-equiv="refresh" content="0; url={latest}/index.html">'
        f'<a href="{latest}/index.html">masfufa {latest}</a> · <a lang="ar" href="{latest}/ar/index.html">مصفوفة</a>',
        encoding="utf-8",
    )
    return target


class Page(HTMLParser):
    """Ids of a built page, where it leads, and what a browser would fetch with it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says of these."""
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag in ("script", "img", "iframe", "source") and given.get("src"):
            self.fetched.append(str(given["src"]))
        if tag == "link" and given.get("href") and given.get("rel") not in ("canonical", "alternate", "prev", "next"):
            self.fetched.append(str(given["href"]))


def faults(target: Path) -> list[str]:
    """Links and anchors of the built site that lead nowhere, and whatever it would fetch from elsewhere."""
    pages = {path.resolve(): Page(path.read_text(encoding="utf-8")) for path in target.rglob("*.html")}
    problems = []
    for path, page in pages.items():
        name = path.relative_to(target.resolve())
        if name.name == "404.html":
            continue
        problems += [f"{name}: fetches {address}" for address in page.fetched if re.match(r"(https?:)?//", address)]
        for link in page.links:
            if re.match(r"[a-z]+:|//|\.\.?$", link):
                continue
            address, _, anchor = unquote(link).partition("#")
            file = (path.parent / address).resolve() if address else path
            file = file / "index.html" if file.is_dir() else file
            if not file.exists():
                problems.append(f"{name}: {link}: no such page")
            elif anchor and file in pages and anchor not in pages[file].ids and not anchor.startswith("__"):
                problems.append(f"{name}: {link}: no such heading")
    for style in target.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        problems += [f"{style.name}: fetches {found}" for found in re.findall(r"url\([\"']?(https?:[^)\"']+)", text)]
    return sorted(set(problems))


def main() -> int:
    """Prepare, build, check; the exit status is 0 if nothing leads nowhere."""
    parser = argparse.ArgumentParser(description="Build the documentation's site and check it.")
    parser.add_argument("--version", default=masfufa.__version__, help="what the folder is called [the package's]")
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "site", help="where versions stand")
    options = parser.parse_args()
    options.site.mkdir(parents=True, exist_ok=True)
    prepare()
    target = build(options.site, options.version)
    problems = faults(target)
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{target}: {len(list(target.rglob('*.html')))} pages, {len(problems)} faults")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
