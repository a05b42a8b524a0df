"""The site: every page can be reached from it, version and changelog speak of one release, the container starts."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

import masfufa

ROOT = Path(__file__).resolve().parents[2]


class Loader(yaml.SafeLoader):
    """YAML whose Python tags, which mkdocs knows, are passed over."""


Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: suffix)


def pages(entry: object) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    found = entry.values() if isinstance(entry, dict) else entry
    assert isinstance(found, list) or hasattr(found, "__iter__")
    return [page for inner in found for page in pages(inner)]


@pytest.mark.parametrize(("config", "folder"), [("mkdocs.yml", "docs"), ("mkdocs.ar.yml", "docs/ar")])
def test_every_page_is_in_the_navigation(config: str, folder: str):
    listed = pages(yaml.load((ROOT / config).read_text(encoding="utf-8"), Loader)["nav"])
    assert len(listed) == len(set(listed))
    missing = {path.name for path in (ROOT / folder).glob("*.md")} - set(listed)
    assert not missing, f"name them under nav in {config}"


def test_the_changelog_speaks_of_this_version():
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first
    assert first[1] == masfufa.__version__.partition(".dev")[0]


def test_the_container_starts_with_a_script_that_a_shell_can_read():
    for word in ("USER 10001", "VOLUME /workspace", "masfufa-start"):
        assert word in (ROOT / "Containerfile").read_text(encoding="utf-8")
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert services["desk"]["read_only"] and services["desk"]["cap_drop"] == ["ALL"]
    assert "ports" not in services["database"]


def test_start_makes_a_workspace_once(tmp_path: Path):
    import os
    import shutil
    import sys

    if sys.platform == "win32" or not shutil.which("sh"):
        pytest.skip("the script is for the container's shell")
    program = tmp_path / "bin" / "masfufa"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m masfufa "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        **os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "MASFUFA_WORKSPACE": str(tmp_path / "kept"), "WORKSPACE_COUNTRIES": "LBY", "WORKSPACE_ONSET": "2019-04-04",
    }  # fmt: skip
    start = ["sh", str(ROOT / "deploy" / "start.sh"), "masfufa", "status"]
    first, again = (
        subprocess.run(start, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    assert "documents" in first and "documents" in again
    assert "Workspace kept" in first and "Workspace kept" not in again
    assert (tmp_path / "kept" / "desk.secret").stat().st_mode & 0o077 == 0
