"""A workspace with a few reports of our own, and a desk on it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from masfufa.desk import passwords
from masfufa.desk.app import create_app
from masfufa.desk.settings import DeskSettings
from masfufa.records import Document
from masfufa.workspace import Workspace, create_workspace, open_workspace
from masfufa.workspace.accounts import Accounts

from .libya import desk_on_libya, example_made, libya_read, own_desk  # noqa: F401

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


SECRET = b"a secret of thirty-two characters"
PASSWORDS = {"Ana": "correct horse battery", "Rana": "أربع كلمات سر طويلة", "Vera": "only ever looking on"}
ROLES = {"Ana": "administrator", "Rana": "reviewer", "Vera": "viewer"}


class Person(Browser):
    """A browser of somebody who has an account on a desk for many."""

    def __init__(self, workspace: Workspace, name: str = "", app: FastAPI | None = None, **settings: object) -> None:
        super().__init__(workspace, accounts=True, secret=SECRET, **settings)
        if app is not None:
            self.app = app
        self.name = name
        self.origin = self.settings.public_url or ORIGIN
        self.client = TestClient(self.app, base_url=self.origin, raise_server_exceptions=False)

    def form_token(self, path: str) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get(path).text)
        assert found, path
        return found[1]

    def sign_in(self, name: str | None = None, password: str | None = None, **fields: object):
        name = self.name if name is None else name
        password = PASSWORDS[name] if password is None else password
        data = {"csrf": self.form_token("/sign-in"), "name": name, "password": password, **fields}
        return self.client.post("/sign-in", data=data, headers={"origin": self.origin}, follow_redirects=False)

    def enter(self) -> Person:
        assert self.sign_in().status_code == 303
        return self

    @property
    def csrf(self) -> str:
        return self.form_token("/")

    def post(self, path: str, headers: dict[str, str] | None = None, **fields: object):
        return super().post(path, {"origin": self.origin, **(headers or {})}, **fields)


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """What is stored of the passwords, at costs that tests can bear."""
    cheap = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
    passwords._nobody.cache_clear()
    yield {name: passwords.hashed(password) for name, password in PASSWORDS.items()}
    passwords._nobody.cache_clear()


@pytest.fixture
def team(workspace: Workspace, hashes: dict[str, str]) -> Iterator[Callable[..., Person]]:
    """Signs people in on one desk: `team("Rana")`; `team("")` is a browser of nobody yet."""
    accounts = Accounts.of(workspace)
    for name, role in ROLES.items():
        accounts.add(name, role, hashes[name], "test")
    first = Person(workspace)
    with first.client:

        def one(name: str) -> Person:
            person = Person(workspace, name, first.app)
            return person.enter() if name else person

        yield one
