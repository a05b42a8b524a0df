"""`masfufa demo`: the example crisis from wherever masfufa is installed."""

from __future__ import annotations

import pytest

from masfufa.cli import example
from masfufa.cli.main import main
from masfufa.errors import DataError


def test_demo_reads_reconciles_and_can_be_run_again(tmp_path, capsys):
    folder = tmp_path / "demo"
    assert main(["demo", str(folder)]) == 0
    first = capsys.readouterr().out
    assert "تاجوراء" in first and "masfufa why LBY.Tripoli/2019-07/" in first and "376" in first
    assert f"masfufa desk --workspace {folder}" in first
    assert main(["demo", str(folder), "--interface", "ar"]) == 0
    again = capsys.readouterr().out
    assert "Reading 46 reports" not in again and "masfufa why LBY.Tripoli/2019-07/" in again


def test_an_installation_without_the_example_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(example.masfufa, "__file__", str(tmp_path / "a" / "b" / "masfufa" / "__init__.py"))
    with pytest.raises(DataError) as caught:
        example.example_folder()
    assert caught.value.code == "example-missing"
