"""The compiled lexicon: one file, mapped into memory, with what the YAML says."""

from __future__ import annotations

import json

import pytest

from masfufa.lexicon import store


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "ar").mkdir()
    (tmp_path / "en").mkdir()
    (tmp_path / "ar" / "days.yaml").write_text("الأحد: 6\n2019: [2019-04-08]\n", encoding="utf-8")
    (tmp_path / "en" / "days.yaml").write_text("Sunday: 6\n", encoding="utf-8")
    monkeypatch.setattr(store, "_FOLDER", tmp_path)
    monkeypatch.setattr(store, "_COMPILED", tmp_path / "compiled.bin")
    monkeypatch.setattr(store, "sources", lambda of=tmp_path: sorted(of.glob("*/*.yaml")))
    monkeypatch.setattr(store, "digest", lambda of=tmp_path, digest=store.digest: digest(of))
    return tmp_path


@pytest.fixture(autouse=True)
def interpreted():
    if not store.__file__.endswith(".py"):
        pytest.skip("compiled modules can't be patched")


def test_the_file_says_what_the_yaml_says(folder):
    plain = store._Tables()
    store.compile_tables(folder / "compiled.bin", folder)
    compiled = store._Tables()
    assert plain._map is None and compiled._map is not None
    for name in ("ar/days", "en/days"):
        assert compiled.parsed(name) == plain.parsed(name)
    assert compiled.parsed("ar/days") == {"الأحد": 6, "2019": ["2019-04-08"]}
    with pytest.raises(KeyError):
        compiled.parsed("fr/days")


def test_a_changed_yaml_is_read_itself(folder):
    store.compile_tables(folder / "compiled.bin", folder)
    (folder / "en" / "days.yaml").write_text("Sunday: 7\n", encoding="utf-8")
    assert store._Tables().parsed("en/days") == {"Sunday": 7}


def test_a_file_of_another_kind_is_left_alone(folder):
    (folder / "compiled.bin").write_bytes(b"something else that is long enough")
    assert store._Tables().parsed("en/days") == {"Sunday": 6}


def test_its_head_tells_where_each_table_lies(folder):
    store.compile_tables(folder / "compiled.bin", folder)
    raw = (folder / "compiled.bin").read_bytes()
    length = int.from_bytes(raw[8:12], "little")
    head = json.loads(raw[12 : 12 + length])
    at, size = head["tables"]["en/days"]
    assert raw[:8] == b"MSFLEX1\n" and json.loads(raw[12 + length + at :][:size]) == {"Sunday": 6}
    assert not list(folder.glob("*.tmp"))
