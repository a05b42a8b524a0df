from __future__ import annotations

from pathlib import Path

from masfufa.cli.inputs import expand, jobs, total_size


def write(path: Path, text: str = "x") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_folder_stands_for_its_reports_in_order(tmp_path: Path):
    b, a = write(tmp_path / "b.txt"), write(tmp_path / "a" / "z.PDF")
    write(tmp_path / "picture.png")
    write(tmp_path / ".git" / "c.txt")
    odd = write(tmp_path / "notes.log")
    assert expand((str(tmp_path), "-", odd, "https://example.org/x.html")) == [
        a,
        b,
        "-",
        odd,
        "https://example.org/x.html",
    ]


def test_lines_are_jobs_of_their_own_with_lasting_keys(tmp_path: Path):
    one = write(tmp_path / "one.txt", "twelve")
    lines = write(tmp_path / "two.jsonl", '{"text": "a"}\n\n{"text": "b"}\n')
    found = list(jobs([one, lines, str(tmp_path / "none.jsonl")]))
    assert [job.key for job in found] == ["1", "2.1", "2.3", "3"]
    assert [job.size for job in found] == [6, 14, 14, 0]
    assert found[2].line == (3, b'{"text": "b"}\n')


def test_sizes(tmp_path: Path):
    one = write(tmp_path / "one.txt", "twelve")
    assert total_size([one, one]) == 12
    assert total_size([one, str(tmp_path / "none")]) == 6
    assert total_size([one, "-"]) is None
