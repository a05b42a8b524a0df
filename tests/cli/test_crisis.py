"""A crisis folder on the command line: its actors and places are in the reading; its mistakes are told before it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ACTORS = "- {id: dawn_brigade, kind: armed_group, country: LBY, sector: REB, names: {ar: [لواء الفجر الجديد]}}\n"
PLACES = "- {country: LBY, feature: camp, name_ar: مخيم وادي النخيل, lat: 32.71, lon: 13.05, part_of: Sabha}\n"
REPORT = "هاجم لواء الفجر الجديد مخيم وادي النخيل أمس وقتل 7 مدنيين."


def read(folder: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-X", "utf8", "-m", "masfufa", "read", "--format", "jsonl", "--crisis", str(folder)]
    return subprocess.run(command, input=REPORT.encode(), capture_output=True, timeout=60, check=False)


def test_actors_and_places_of_a_crisis(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    (tmp_path / "places.yaml").write_text(PLACES, encoding="utf-8")
    done = read(tmp_path)
    assert done.returncode == 0, done.stderr
    reading = json.loads(done.stdout)
    (source,) = reading["events"][0]["source"]
    assert (source["text"], source["country"], source["sector"]) == ("لواء الفجر الجديد", "LBY", "REB")
    (place,) = reading["figures"][0]["places"]
    assert (place["text"], place["country"], place["lat"], place["lon"]) == ("مخيم وادي النخيل", "LBY", 32.71, 13.05)
    assert [unit["name"] for unit in place["admin"]] == ["Sabha"]


def test_a_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "places.yaml").write_text("\n" + PLACES.replace("LBY", "Libya"), encoding="utf-8")
    done = read(tmp_path)
    assert done.returncode == 3
    assert "places.yaml:2" in done.stderr.decode()
    assert not done.stdout


def test_no_such_folder(tmp_path: Path) -> None:
    done = read(tmp_path / "none")
    assert done.returncode == 3
    assert "[crisis-missing]" in done.stderr.decode()
