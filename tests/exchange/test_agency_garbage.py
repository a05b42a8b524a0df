"""Whatever stands in the cells of a release: an error that names the file, or a report of every row."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masfufa.errors import MasfufaError
from masfufa.exchange.importers import ImportOptions, importer
from masfufa.exchange.named_columns import field_names

FORMATS = ("gidd", "idu", "ged", "acled", "missing-migrants")
CELLS = st.sampled_from(
    [
        "", " ", "0", "-1", "12", "1,234", "1.5", "n/a", "None", "-", "LBY", "AB9", "Libya", "Nowhere", "2019",
        "2019-04-07", "2019-13-45", "07 April 2019", "32.9", "-200", "1e400", "nan", "inf", "32.9, 13.2", "12, 13, 14",
        "POINT (1 2)", "Sabratha, Libya", "#affected+killed", "<b>x</b><a href='y'>z</a>", '{"a": [1]}', "١٢٣", "ليبيا",
        "99999999999999999999", "=1+1", "\u200f12", "Government of", "Military Forces of (", "; ;", "TRUE", "x" * 300,
    ]
)  # fmt: skip


def sound(name: str, path: Path) -> None:
    try:
        batch = importer(name)(path, ImportOptions(assume_yes=True))
    except MasfufaError as error:
        assert path.name in error.message, error.message
        return
    numbers = [row.row for row in batch.rows if row.row > 0]
    assert numbers == sorted(set(numbers))
    assert len({claim.id for claim in batch.claims}) == len(batch.claims)
    for claim in batch.claims:
        if claim.low is not None and claim.high is not None:
            assert 0 <= claim.low <= claim.high
        if claim.low is None and claim.high is None:
            assert claim.absence is not None
        if claim.period_start and claim.period_end:
            assert claim.period_start <= claim.period_end
        place = claim.places[0]
        assert place.lat is None or abs(place.lat) <= 90
        assert place.country is None or len(place.country) == 3


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_garbage_in_any_cell(tmp_path: Path, name: str, data: st.DataObject) -> None:
    fields = field_names(name.replace("-", "_"))
    columns = [names[0] for names in fields.values()]
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), min_size=1, max_size=4))
    path = tmp_path / "release.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    sound(name, path)
    path = tmp_path / "release.json"
    values: list[dict[str, Any]] = [dict(zip(columns, row, strict=True)) for row in rows]
    values[0][columns[-1]] = None
    values[0][columns[0]] = 7.5
    path.write_text(json.dumps(values), encoding="utf-8")
    sound(name, path)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "table-empty"),
        (b"\xff\xfe\x00\x00\x01" * 50, None),
        (b"<html><body>404</body></html>", "not-a-table"),
        (b"PK\x03\x04broken", "table-unreadable"),
        (b"a,b\n1,2\n", "missing-columns"),
        (b'{"error": "no such key"}', "not-a-table"),
        (b"[{", "table-unreadable"),
    ],
)
def test_what_is_no_release_is_told(tmp_path: Path, name: str, content: bytes, code: str | None) -> None:
    path = tmp_path / "release.bin"
    path.write_bytes(content)
    with pytest.raises(MasfufaError) as error:
        importer(name)(path, ImportOptions(assume_yes=True))
    assert "release.bin" in error.value.message
    assert code is None or error.value.code == code
