"""The schema: made by migrations alone, brought up from every released revision, never half-way."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from masfufa.errors import DataError
from masfufa.workspace import create_workspace, migrate, open_workspace
from masfufa.workspace.database import address_of, make_engine
from masfufa.workspace.folder import Frame, write_frame
from masfufa.workspace.tables import metadata
from masfufa.workspace.tables.search import apart

from .samples import ARABIC, batch, cell_claim, document

SCHEMAS = Path(__file__).parent / "schemas"
RELEASED = sorted(path.stem for path in SCHEMAS.glob("*.json"))

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
    with op.batch_alter_table("claim") as table:
        table.add_column(sa.Column("weight", sa.Integer(), nullable=False, server_default="1"))
        table.drop_index("ix_claim_id")
    op.execute("UPDATE claim SET weight = 2")
    {then}
"""


def at_revision(folder: Path, database: str | None, revision: str) -> None:
    """A workspace folder whose database stands at a revision, with the rows that are kept of it."""
    folder.mkdir()
    address = database or address_of(folder / "ledger.sqlite")
    write_frame(folder, Frame("old", ("LBY",), None, database))
    engine = make_engine(address)
    config = Config()
    config.set_main_option("script_location", str(migrate._FOLDER))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        tables = sa.MetaData()
        tables.reflect(connection)
        kept = json.loads((SCHEMAS / f"{revision}.json").read_text(encoding="utf-8"))
        for name, rows in kept.items():
            if not rows:
                continue
            table = tables.tables[name]
            connection.execute(table.insert(), [_values(table, row) for row in rows])
            (key, *others) = table.primary_key.columns
            if database and not others and isinstance(key.type, sa.BigInteger) and name != "batch_rows":
                counter = f"pg_get_serial_sequence('{name}', '{key.name}')"
                connection.exec_driver_sql(f"SELECT setval({counter}, (SELECT max({key.name}) FROM {name}))")
    engine.dispose()


def _values(table: sa.Table, row: dict) -> dict:
    out = {}
    for name, value in row.items():
        kind = table.c[name].type.python_type
        if value is None or kind in (str, int, float, bool):
            out[name] = value
        else:
            out[name] = bytes.fromhex(value) if kind is bytes else kind.fromisoformat(value)
    return out


def dump(engine: sa.Engine) -> dict[str, list[dict]]:
    """What schemas/REVISION.json holds: all rows as JSON. Run once when a schema is released (docs/workspace.md)."""
    out: dict[str, list[dict]] = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = [dict(row._mapping) for row in connection.execute(sa.select(table))]
            out[table.name] = [{k: v.hex() if isinstance(v, bytes) else v for k, v in row.items()} for row in rows]
    return json.loads(json.dumps(out, default=_iso))


def _iso(value: dt.date) -> str:
    return (value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value).isoformat()


def test_the_code_knows_the_latest_revision():
    assert ScriptDirectory(str(migrate._FOLDER)).get_current_head() == migrate.HEAD
    assert migrate.HEAD in RELEASED or sorted([*RELEASED, migrate.HEAD])[-1] == migrate.HEAD


def _compared(connection: sa.Connection) -> MigrationContext:
    own = {"include_name": lambda name, kind, _: kind != "table" or not apart(name)}
    return MigrationContext.configure(connection, opts=own)


def test_migrations_make_the_tables_that_the_code_uses(workspace):
    with workspace._engine.connect() as connection:
        assert compare_metadata(_compared(connection), metadata) == []


@pytest.mark.parametrize("revision", RELEASED)
def test_a_workspace_of_every_released_schema_opens_with_all_it_held(tmp_path, database, revision):
    at_revision(tmp_path / "old", database, revision)
    with open_workspace(tmp_path / "old") as old:
        found = {c.id: c for c in old.claims()}
        assert sorted((c.channel, c.category, c.low) for c in found.values()) == [
            ("agency", "displaced", 130),
            ("press", "killed", 14),
            ("press", "killed", 180),
            ("press", "wounded", 756),
        ]
        (stored,) = [d for d in old.documents() if d.text]
        assert stored.text == ARABIC
        (corrected,) = [d for d in old.decisions() if d.subject == "claim"]
        assert corrected.action == "correct"
        assert old.original(corrected.subject_id).low == 174 and found[corrected.subject_id].low == 180
        first = old.imports()[0].at
        assert [c.low for c in old.claims(as_recorded_on=first) if c.channel == "agency"] == [120, 7]
        assert [u.code for u in old.units("LBY")] == ["LY02"]
        assert (len(list(old.events())), len(list(old.statements()))) == (1, 1)
        again = old.add_import(batch(cell_claim(2, 131), mapping={"v": 3}))
        assert again.new and again.id == 3
        with old._engine.connect() as connection:
            assert migrate.revision(connection) == migrate.HEAD


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """Makes the code one revision newer than the databases made before; returns how to do it."""

    def release(then: str = "pass") -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(migrate._FOLDER, folder)
        text = NEXT.format(head=migrate.HEAD, then=then)
        (folder / "versions" / "9999_next.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(migrate, "_FOLDER", folder)
        monkeypatch.setattr(migrate, "HEAD", "9999")

    return release


def test_an_older_workspace_is_brought_up_and_keeps_everything(workspace, newer):
    workspace.add_document(document(), None)
    before = list(workspace.claims())
    workspace.close()
    newer()
    with open_workspace(workspace.folder) as again:
        assert list(again.claims()) == before
        with again._engine.connect() as connection:
            assert migrate.revision(connection) == "9999"
            assert connection.execute(sa.text("SELECT DISTINCT weight FROM claim")).scalars().all() == [2]
    assert list(workspace.folder.glob("*.bak")) == []


def test_a_migration_that_fails_half_way_leaves_all_as_it_was(workspace, newer):
    workspace.add_document(document(), None)
    before = list(workspace.claims())
    workspace.close()
    head = migrate.HEAD
    newer(then="op.execute('SELECT * FROM nothing_at_all')")
    with pytest.raises(DataError) as error:
        open_workspace(workspace.folder)
    assert error.value.code == "workspace-failed"
    migrate.HEAD = head
    with open_workspace(workspace.folder) as again:
        assert list(again.claims()) == before
        with again._engine.connect() as connection:
            columns = {column["name"] for column in sa.inspect(connection).get_columns("claim")}
    assert "weight" not in columns
    if workspace.is_sqlite:  # and a copy from before is there as well
        (copy,) = workspace.folder.glob("*.bak")
        with sqlite3.connect(copy) as kept:
            assert kept.execute("SELECT count(*) FROM claim").fetchone() == (3,)


BRING_UP = """
import sys
from pathlib import Path
from masfufa.workspace import migrate, open_workspace
migrate._FOLDER, migrate.HEAD = Path(sys.argv[1]), "9999"
open_workspace(sys.argv[2])
"""


def test_a_migration_that_is_killed_leaves_all_as_it_was(workspace, newer):
    workspace.add_import(batch(cell_claim(2, 5)))
    before = list(workspace.claims())
    workspace.close()
    head = migrate.HEAD
    newer(then="import os; os._exit(9)")
    killed = subprocess.run(
        [sys.executable, "-c", BRING_UP, str(migrate._FOLDER), str(workspace.folder)], timeout=60, check=False
    )
    assert killed.returncode == 9
    migrate.HEAD = head
    with open_workspace(workspace.folder) as again:
        assert list(again.claims()) == before
    newer_text = NEXT.format(head=head, then="pass")
    (migrate._FOLDER / "versions" / "9999_next.py").write_text(newer_text, encoding="utf-8")
    migrate.HEAD = "9999"
    with open_workspace(workspace.folder) as again:
        assert list(again.claims()) == before
    assert list(workspace.folder.glob("*.bak")) == []


def test_a_workspace_of_a_newer_masfufa_is_left_alone(workspace):
    with workspace._engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '7777'"))
    workspace.close()
    with pytest.raises(DataError) as error:
        open_workspace(workspace.folder)
    assert error.value.code == "workspace-version" and "7777" in str(error.value)


def test_a_database_that_holds_a_workspace_is_joined(tmp_path, postgres):
    from . import servers

    address = servers.new_database(postgres)
    with (
        create_workspace(tmp_path / "one", database=address) as one,
        create_workspace(tmp_path / "two", database=address) as two,
    ):
        one.add_document(document(), None)
        assert len(list(two.claims())) == 3 and one.state() == two.state()
