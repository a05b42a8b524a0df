"""`masfufa watch` and `masfufa sources` as a user sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from masfufa.cli.main import main
from masfufa.cli.watch_install import lines
from masfufa.workspace import create_workspace, open_workspace
from workspace import servers

from .sites import Reply, article, idle, rss


@pytest.fixture
def watched(template, tmp_path, server, plan_file):
    """A workspace, and sources with two articles, an idle page, and one that is gone; the arguments for both."""
    import shutil

    folder = Path(shutil.copytree(template, tmp_path / "ws"))
    server.pages |= {
        "/a/0": Reply(article(0)),
        "/a/1": Reply(article(1)),
        "/a/2": Reply(idle(2)),
        "/a/3": Reply(b"", 403),
    }
    server.pages["/rss"] = Reply(rss(server.url, [f"/a/{n}" for n in range(4)]))
    yaml = plan_file(f"- name: harbour\n  feed: {server.url}/rss\n- name: gone\n  feed: {server.url}/none\n")
    return yaml, folder


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_watch_and_sources(watched, server, capsys, tmp_path):
    yaml, folder = watched
    assert run("watch", yaml, "--workspace", folder, "--once") == 1
    out, err = capsys.readouterr()
    assert out == "2 sources asked: 2 added, 1 put aside, 1 could not be had or read\n"
    assert "gone: " in err and "[url-status]" in err
    assert run("watch", yaml, "--workspace", folder, "--once", "-q") == 0  # nothing is due
    assert capsys.readouterr() == ("", "")

    assert run("sources", "--workspace", folder) == 0
    head, gone, harbour = capsys.readouterr().out.splitlines()
    assert head.split()[:2] == ["source", "kind"] and "url-status: " in gone and "never" in gone
    assert harbour.split()[-5:] == ["2", "1", "0", "1", "0"]
    assert run("sources", "-f", "json", "--workspace", folder) == 0
    facts = json.loads(capsys.readouterr().out.splitlines()[1])
    assert facts["counts"] == {"stored": 2, "aside": 1, "failed": 1} and facts["code"] is None

    assert run("sources", "failed", "--workspace", folder, "--source", "harbour") == 0
    assert "url-status" in capsys.readouterr().out
    assert run("sources", "aside", "--workspace", folder, "-f", "json") == 0
    aside = json.loads(capsys.readouterr().out)
    assert (aside["code"], aside["title"]) == ("nothing-reported", "Recipe 2")

    server.pages.clear()
    assert run("sources", "open", f"{server.url}/a/1", "-o", tmp_path / "x" / "p.html", "--workspace", folder) == 0
    assert (tmp_path / "x" / "p.html").read_bytes() == article(1) and "SHA-256" in capsys.readouterr().out
    assert run("sources", "open", aside["sha256"][:12], "--workspace", folder) == 0
    shown = Path(capsys.readouterr().out.splitlines()[0])
    assert shown.suffix == ".html" and shown.read_bytes() == idle(2)

    assert run("sources", "restore", aside["sha256"][:12], "--workspace", folder) == 0
    assert ": stored " in capsys.readouterr().out
    with open_workspace(folder) as ledger:
        assert sorted(d.title for d in ledger.documents())[0] == "Recipe 2"
    assert run("sources", "restore", aside["sha256"][:12], "--workspace", folder) == 2
    assert "item-not-aside" in capsys.readouterr().err
    assert run("sources", "open", "nothing", "--workspace", folder) == 2
    assert "item-unknown" in capsys.readouterr().err


def test_reread(watched, capsys, server):
    yaml, folder = watched
    run("watch", yaml, "--workspace", folder, "--once", "-q")
    assert run("watch", yaml, "--workspace", folder, "--once", "--reread") == 0
    assert capsys.readouterr().out == "0 sources asked: 1 put aside\n"
    assert server.asked["/a/2"] == 1


def test_a_workspace_on_postgresql(tmp_path, server, plan_file, request, capsys):
    if reason := servers.missing():
        pytest.skip(f"no PostgreSQL: {reason}")
    with servers.server() as address:
        folder = tmp_path / "pg"
        create_workspace(folder, database=servers.new_database(address)).close()
        server.pages |= {f"/a/{n}": Reply(article(n)) for n in range(3)} | {"/a/3": Reply(idle(3))}
        server.pages["/rss"] = Reply(rss(server.url, [f"/a/{n}" for n in range(4)]))
        yaml = plan_file(f"- name: s\n  feed: {server.url}/rss\n")
        for _ in range(2):
            assert run("watch", yaml, "--workspace", folder, "--once", "--all") == 0
        with open_workspace(folder) as ledger:
            assert len(list(ledger.documents())) == 3
        (folder / "gathering" / "state.sqlite").unlink()  # a lost state doubles nothing
        assert run("watch", yaml, "--workspace", folder, "--once") == 0
        with open_workspace(folder) as ledger:
            assert len(list(ledger.documents())) == 3


def test_a_source_that_was_removed_from_the_file(watched, server, plan_file, capsys):
    yaml, folder = watched
    run("watch", yaml, "--workspace", folder, "--once", "-q")
    plan_file(f"- name: other\n  feed: {server.url}/rss\n")
    assert run("watch", yaml, "--workspace", folder, "--once", "-q") == 0
    run("sources", "--workspace", folder)
    shown = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "removed" in shown["gone"] and "removed" in shown["harbour"] and "removed" not in shown["other"]


def test_a_timer_that_comes_too_early_says_nothing(watched, capsys):
    from masfufa.gathering.lock import only_one

    yaml, folder = watched
    with only_one(folder / "gathering"):
        assert run("watch", yaml, "--workspace", folder, "--once", "--quiet") == 0
        assert capsys.readouterr() == ("", "")
        assert run("watch", yaml, "--workspace", folder, "--once") == 2


def test_mistakes(watched, capsys, tmp_path):
    _, folder = watched
    assert run("watch", tmp_path / "none.yaml", "--workspace", folder) == 3
    assert "sources-missing" in capsys.readouterr().err
    (tmp_path / "bad.yaml").write_text("sources:\n- name: a\n  feed: nowhere\n", encoding="utf-8")
    assert run("watch", tmp_path / "bad.yaml", "--workspace", folder) == 3
    assert "line 3" in capsys.readouterr().err
    (folder / "gathering").mkdir(exist_ok=True)
    (folder / "gathering" / "state.sqlite").write_bytes(b"no database at all" * 100)
    assert run("sources", "--workspace", folder) == 3
    assert "gathering-corrupt" in capsys.readouterr().err


def test_install_prints_and_installs_nothing(watched, capsys):
    yaml, folder = watched
    assert run("watch", yaml, "--workspace", folder, "--install") == 0
    assert "--once" in capsys.readouterr().out and not (folder / "gathering").exists()


def test_lines_of_timers():
    linux = lines(Path("/srv/my sources.yaml"), Path("/srv/50%"), "linux", "/usr/bin/python3")
    assert 'ExecStart=/usr/bin/python3 -m masfufa watch "/srv/my sources.yaml" --workspace /srv/50%% --once' in linux
    assert (
        "*/10 * * * * /usr/bin/python3 -m masfufa watch '/srv/my sources.yaml' --workspace /srv/50\\% --once" in linux
    )
    assert "OnUnitInactiveSec=10min" in linux and "masfufa-50_.timer" in linux
    mac = lines(Path("/s.yaml"), Path("/w"), "darwin", "/usr/bin/python3")
    assert "systemctl" not in mac and "crontab -e" in mac
    windows = lines(Path("C:/a b/s.yaml"), Path("C:/w"), "win32", "C:/Python/python.exe")
    assert 'schtasks /Create /TN masfufa /SC MINUTE /MO 10 /TR "C:/Python/python.exe -m masfufa watch \\"' in windows
