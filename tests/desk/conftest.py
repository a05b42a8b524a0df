"""A workspace with a few reports of our own, and a desk on it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from masfufa.desk.app import create_app
from masfufa.desk.settings import DeskSettings
from masfufa.records import Document
from masfufa.workspace import Workspace, create_workspace, open_workspace

ARABIC = (
    "قالت منظمة الصحة العالمية إن 174 شخصا قُتلوا في طرابلس منذ 4 أبريل، بينهم 14 مدنيا. وأصيب 756 آخرون.\r\n\r\n"
    "وأعلن الهلال الأحمر أن عدد النازحين بلغ 18 ألفا 🕊، ودعا المبعوث الأممي إلى هدنة."
)
ENGLISH = "At least 12 people were killed in Gharyan on Monday, WHO said. Some 300 families fled to Tripoli."
EVIL = '<script>alert("x")</script>'
HOST, PORT = "127.0.0.1", 8999
ORIGIN = f"http://{HOST}:{PORT}"


def report(text: str, id: str, **fields: object) -> Document:
    values: dict[str, object] = {"published": dt.date(2019, 4, 16), "publisher": "Al-Sahil", **fields}
    return Document(id=id, text=text, **values)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace with two reports; each test has a copy."""
    folder = tmp_path_factory.mktemp("desk") / "libya"
    with create_workspace(folder, countries=["LBY"], name="Libya") as made:
        made.add_document(report(ENGLISH, "one", title="Gharyan: twelve dead", publisher="Coast Wire"), None)
        made.add_document(report(ARABIC, "two", title="حصيلة طرابلس"), None)
    return folder


@pytest.fixture
def workspace(read: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(read, tmp_path / "libya")
    with open_workspace(tmp_path / "libya") as made:
        yield made


class Browser:
    """A test client that entered, and knows its token."""

    def __init__(self, workspace: Workspace, **settings: object) -> None:
        values: dict[str, object] = {"host": HOST, "port": PORT, "who": "Ana", "token": "t0ken", "interface": "en"}
        self.settings = DeskSettings(**{**values, **settings})  # type: ignore[arg-type]
        self.app = create_app(workspace, self.settings)
        self.client = TestClient(self.app, base_url=ORIGIN, raise_server_exceptions=False)

    def enter(self) -> Browser:
        assert self.client.get("/enter?token=t0ken").status_code == 200
        return self

    @property
    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/").text)
        assert found
        return found[1]

    def post(self, path: str, headers: dict[str, str] | None = None, **fields: object):
        data = {"csrf": self.csrf, **fields}
        return self.client.post(path, data=data, headers={"origin": ORIGIN, **(headers or {})})


@pytest.fixture
def browser(workspace: Workspace) -> Iterator[Browser]:
    made = Browser(workspace)
    with made.client:
        yield made.enter()
