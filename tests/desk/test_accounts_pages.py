"""Signing in, one's own account, all accounts, audit log; and who tries to come in otherwise."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
import sqlalchemy as sa

from masfufa.desk import passwords
from masfufa.desk.permissions import Permission, all_routes, needs_of
from masfufa.desk.sessions import AccountSessions
from masfufa.desk.settings import DeskSettings, is_wildcard, public_origin
from masfufa.errors import UsageError
from masfufa.workspace.accounts import Accounts
from masfufa.workspace.accounts_log import PER_NAME

from .conftest import ENGLISH, EVIL, ORIGIN, PASSWORDS, Person

COOKIE = "masfufa-8999"


def test_nothing_is_open_before_signing_in(team, workspace):
    nobody = team("")
    for method, path in ((m, p) for p, r in all_routes(nobody.app) for m in r.methods):
        address = re.sub(r"\{[^}]*\}", "x", path)
        if path in ("/enter", "/sign-in"):
            continue
        answer = nobody.client.request(method, address, follow_redirects=False)
        if path.startswith("/api/"):
            assert answer.status_code == 401, path
        elif method == "GET":
            assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"), path
        else:
            assert answer.status_code == 403, path
    assert nobody.client.get("/enter?token=t0ken", follow_redirects=False).headers["location"] == "/sign-in"
    answer = nobody.client.get("/", headers={"hx-request": "true"}, follow_redirects=False)
    assert answer.status_code == 403 and "/sign-in" in answer.text


def test_signing_in_leads_to_where_one_was_going(team):
    nobody = team("")
    page = nobody.client.get("/matrix?by=adm1")
    assert 'name="back" value="/matrix?by=adm1"' in page.text
    answer = nobody.sign_in("Rana", back="/matrix?by=adm1")
    assert answer.status_code == 303 and answer.headers["location"] == "/matrix?by=adm1"
    (cookie,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith(f"{COOKIE}=")]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Secure" not in cookie
    assert "Rana" in nobody.client.get("/account").text
    assert team("").sign_in("Rana", back="//evil.example").headers["location"] == "/"


def test_wrong_names_and_wrong_passwords_look_alike(team):
    nobody = team("")
    pages = [nobody.sign_in(*given) for given in (("Rana", "wrong"), ("Nobody", "wrong"), ("", ""), (EVIL, EVIL))]
    assert {p.status_code for p in pages} == {403}
    told = [re.search(r'role="alert">([^<]+)<', p.text)[1] for p in pages]
    assert len(set(told)) == 1 and "<script>alert" not in pages[3].text
    assert nobody.client.get("/", follow_redirects=False).status_code == 303
    assert nobody.sign_in("rana", PASSWORDS["Rana"]).status_code == 303  # names are compared without case


def test_a_name_that_is_not_known_takes_as_long(team, monkeypatch):
    looked = []
    monkeypatch.setattr(passwords, "_in_turn", lambda work: looked.append(1) or work())
    nobody = team("")
    for name in ("Rana", "Nobody"):
        nobody.sign_in(name, "wrong password here")
    assert len(looked) == 2
    times = []
    for name in ("Rana", "Nobody"):
        began = time.perf_counter()
        nobody.sign_in(name, "wrong password here")
        times.append(time.perf_counter() - began)
    assert 0.2 < times[0] / times[1] < 5


def test_brute_force_is_stopped_and_a_restart_does_not_help(team, workspace):
    nobody = team("")
    for _ in range(PER_NAME):
        assert nobody.sign_in("Rana", "guess").status_code == 403
    answer = nobody.sign_in("Rana")  # the right one
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) > 800 and "15" in answer.text
    again = Person(workspace)  # another desk on the same workspace
    assert again.sign_in("Rana").status_code == 429
    assert again.sign_in("Vera").status_code == 303
    assert again.client.get("/").status_code == 200
    team("Ana").post("/accounts/change", name="Rana", do="password", password="another long password")
    assert nobody.sign_in("Rana").status_code == 403
    assert nobody.sign_in("Rana", "another long password").status_code == 303


def test_the_form_to_sign_in_has_its_token_and_its_origin(team):
    for fields, headers in (
        ({}, {"origin": ORIGIN}),
        ({"csrf": "guessed"}, {"origin": ORIGIN}),
        (None, {}),
        (None, {"origin": "null"}),
        (None, {"origin": "http://evil.example"}),
    ):
        nobody = team("")
        token = nobody.form_token("/sign-in")
        data = {"name": "Rana", "password": PASSWORDS["Rana"], **({"csrf": token} if fields is None else fields)}
        assert nobody.client.post("/sign-in", data=data, headers=headers).status_code == 403, (fields, headers)
        other = team("")  # a token of another browser
        other.client.get("/sign-in")
        data["csrf"] = token
        assert other.client.post("/sign-in", data=data, headers={"origin": ORIGIN}).status_code == 403


def test_a_session_can_not_be_fixed_beforehand(team):
    planted = team("Vera").client.cookies[COOKIE]
    victim = team("")
    victim.client.cookies.set(COOKIE, planted)
    victim.client.cookies.set(f"{COOKIE}-door", "planted-by-somebody-else-0123456789")
    victim.client.post("/sign-out")
    victim.client.cookies.set(COOKIE, "planted")
    assert victim.sign_in("Rana").status_code == 303
    fresh = victim.client.cookies.get(COOKIE, domain="127.0.0.1") or victim.client.cookies.get(COOKIE, domain="")
    values = {c.value for c in victim.client.cookies.jar if c.name == COOKIE}
    assert fresh not in (None, planted) and len(max(values, key=len)) > 40
    thief = team("")
    thief.client.cookies.set(COOKIE, "planted")
    assert thief.client.get("/", follow_redirects=False).status_code == 303


def test_signing_in_again_ends_the_session_before(team, workspace):
    ana = team("Ana")
    before = ana.client.cookies[COOKIE]
    door = ana.client.get("/sign-in", follow_redirects=False)
    assert door.status_code == 303  # who is in needs no form
    sessions = ana.app.state.desk.sessions
    session, _ = sessions.sign_in("Ana", PASSWORDS["Ana"], "10.0.0.1", before=before)
    assert session is not None and session.id != before
    assert sessions.find(before) is None and sessions.find(session.id).who == "Ana"


def test_signing_out_ends_it_on_the_server(team):
    rana = team("Rana")
    cookie = rana.client.cookies[COOKIE]
    assert rana.post("/sign-out").status_code == 200
    thief = team("")
    thief.client.cookies.set(COOKIE, cookie)
    assert thief.client.get("/", follow_redirects=False).status_code == 303


def test_cookies_are_kept_nowhere_and_hold_under_one_secret(team, workspace):
    rana = team("Rana")
    cookie = rana.client.cookies[COOKIE]
    with workspace._engine.connect() as connection:
        for table in ("desk_session", "desk_event", "account", "desk_attempt"):
            assert cookie not in str(connection.execute(sa.text(f"SELECT * FROM {table}")).all())
        stored = connection.execute(sa.text("SELECT hash FROM desk_session")).scalar()
    for value in (stored, "", "x" * 5000, "é"):
        assert rana.app.state.desk.sessions.find(value) is None
    assert AccountSessions(workspace, b"another secret").find(cookie) is None


def test_one_desk_s_cookie_is_nothing_on_another(team, workspace, read, tmp_path, hashes):
    import shutil

    from masfufa.workspace import open_workspace

    rana = team("Rana")
    shutil.copytree(read, tmp_path / "other")
    with open_workspace(tmp_path / "other") as space:
        Accounts.of(space).add("Rana", "administrator", hashes["Rana"], "test")  # same name, secret and password
        other = Person(space)
        other.client.cookies.set(COOKIE, rana.client.cookies[COOKIE])
        assert other.client.get("/", follow_redirects=False).status_code == 303
        answer = rana.post("/account/tokens", name="job", role="viewer", days="3")
        token = re.search(r'value="(mfd_[^"]+)"', answer.text)[1]
        headers = {"authorization": f"Bearer {token}"}
        assert rana.client.get("/api/v1/documents", headers=headers).status_code == 200
        assert other.client.get("/api/v1/documents", headers=headers).status_code == 401


def changing(app):
    """Every route that changes something, as (method, path, permission)."""
    for path, route in all_routes(app):
        for method in route.methods - {"GET", "HEAD"}:
            yield method, path, max(needs_of(route), key=list(Permission).index)


def test_a_viewer_changes_nothing_by_any_route(team, workspace):
    vera = team("Vera")
    (id, *_) = (d.id for d in workspace.documents() if d.text == ENGLISH)
    record = workspace.review(id).records[0].id
    state, csrf = workspace.state(), vera.csrf
    tried = 0
    for method, path, needs in changing(vera.app):
        if needs in (Permission.OWN, Permission.OPEN) or path.startswith("/api/"):
            continue
        address = path.replace("{id}", id).replace("{record}", record).replace("{cell_id:path}", "LBY/2019-04/killed")
        address = re.sub(r"\{[^}]*\}", "1", address)
        data = {"csrf": csrf, "expected": 0, "reason": "x", "state": "done", "url": "http://example.org/",
                "name": "Vera", "role": "administrator", "do": "role", "password": "a long enough one"}  # fmt: skip
        answer = vera.client.request(method, address, data=data, headers={"origin": ORIGIN})
        assert answer.status_code == 403 and "role" in answer.text, path
        tried += 1
    assert tried >= 10
    assert workspace.state() == state and list(workspace.decisions()) == []
    assert vera.app.state.desk.adder.items() == []
    assert Accounts.of(workspace).find("Vera").role == "viewer"
    for path in ("/accounts", "/audit", "/audit.csv"):
        assert vera.client.get(path).status_code == 403
        assert team("Rana").client.get(path).status_code == 403


def test_decisions_carry_the_name_of_the_account(team, workspace):
    (id, *_) = (d.id for d in workspace.documents() if d.text == ENGLISH)
    record = workspace.review(id).records[0].id
    for name in ("Rana", "Ana"):
        expected = len([d for d in workspace.decisions() if d.subject_id == record])
        last = max((d.id for d in workspace.decisions() if d.subject_id == record), default=0)
        assert team(name).post(f"/documents/{id}/records/{record}/accept", expected=last).status_code == 200
        assert expected < len(workspace.decisions())
    assert [d.who for d in workspace.decisions() if d.subject_id == record] == ["Rana", "Ana"]


def test_administrators_keep_accounts(team, workspace):
    ana, rana = team("Ana"), team("Rana")
    accounts = Accounts.of(workspace)
    added = ana.post("/accounts", name="سلمى", role="analyst", password="كلمة سر جديدة جدا")
    assert added.status_code == 200 and "The account was added." in added.text and "سلمى" in added.text
    salma = team("")
    assert salma.sign_in("سلمى", "كلمة سر جديدة جدا").status_code == 303
    for fields in (
        {"name": "سلمى", "role": "viewer", "password": "long enough password"},
        {"name": "Bo", "role": "owner", "password": "long enough password"},
        {"name": "Bo", "role": "viewer", "password": "short"},
        {"name": EVIL, "role": "viewer", "password": "long enough password"},
        {"name": "long name long name", "role": "viewer", "password": "Long name long name"},
        {"name": "Bo", "role": "viewer", "password": "aaaaaaaaaaaaaaaaa"},
    ):
        answer = ana.post("/accounts", **fields)
        assert answer.status_code == 422 and 'role="alert"' in answer.text and "<script>alert" not in answer.text
    assert len(accounts.every()) == 4
    ana.post("/accounts/change", name="Rana", do="role", role="viewer")
    assert rana.client.get("/").status_code == 200
    assert rana.post("/add", url="http://x.example").status_code == 403  # at once
    ana.post("/accounts/change", name="Rana", do="disable")
    assert rana.client.get("/", follow_redirects=False).status_code == 303
    assert team("").sign_in("Rana").status_code == 403
    ana.post("/accounts/change", name="Rana", do="enable")
    rana.enter()
    ana.post("/accounts/change", name="Rana", do="password", password="another long password")
    assert rana.client.get("/", follow_redirects=False).status_code == 303
    assert rana.sign_in("Rana").status_code == 403
    assert rana.sign_in("Rana", "another long password").status_code == 303
    ana.post("/accounts/change", name="Rana", do="end")
    assert rana.client.get("/", follow_redirects=False).status_code == 303
    for do in ("role", "disable"):
        answer = ana.post("/accounts/change", name="Ana", do=do, role="viewer")
        assert answer.status_code == 422 and "only administrator" in answer.text
    assert ana.post("/accounts/change", name="Nobody", do="disable").status_code == 422
    assert ana.post("/accounts/change", name="Rana", do="delete").status_code == 400


def test_one_changes_one_s_own_password(team, workspace):
    rana, phone = team("Rana"), team("Rana")
    cookie = rana.client.cookies[COOKIE]
    new = "an entirely new one"
    for old, first, again in (
        ("wrong", new, new), (PASSWORDS["Rana"], new, "other"), (PASSWORDS["Rana"], "short", "short")
    ):  # fmt: skip
        answer = rana.post("/account/password", old=old, new=first, again=again)
        assert answer.status_code in (403, 422) and 'role="alert"' in answer.text
    answer = rana.post("/account/password", old=PASSWORDS["Rana"], new=new, again=new)
    assert answer.status_code == 200 and "The password was changed" in answer.text
    assert rana.client.cookies[COOKIE] != cookie
    assert phone.client.get("/", follow_redirects=False).status_code == 303
    assert rana.client.get("/").status_code == 200
    assert team("").sign_in("Rana").status_code == 403 and team("").sign_in("Rana", new).status_code == 303


def test_one_ends_one_s_other_sessions(team):
    rana, phone = team("Rana"), team("Rana")
    assert rana.client.get("/account").text.count("<li") >= 2
    rana.post("/account/sessions")
    assert rana.client.get("/").status_code == 200
    assert phone.client.get("/", follow_redirects=False).status_code == 303


def test_sessions_end_by_themselves(team, workspace):
    rana = team("Rana")
    with workspace._engine.begin() as connection:
        hours = dt.datetime.now(dt.UTC).replace(tzinfo=None) - dt.timedelta(hours=3)
        connection.execute(sa.text("UPDATE desk_session SET seen = :at"), {"at": hours})
    assert rana.client.get("/", follow_redirects=False).status_code == 303


def test_tokens_are_told_once_and_hold_at_most_the_own_role(team, workspace):
    vera = team("Vera")
    assert vera.post("/account/tokens", name="x", role="analyst", days="3").status_code == 403
    for fields in ({"name": "", "days": "3"}, {"name": "x", "days": "0"}, {"name": "x", "days": "²"}):
        assert vera.post("/account/tokens", role="viewer", **fields).status_code == 422
    answer = vera.post("/account/tokens", name=EVIL, role="viewer", days="3")
    token = re.search(r'value="(mfd_[\w-]+)"', answer.text)[1]
    page = vera.client.get("/account").text
    assert token not in page and "<script>alert" not in page and "until" in page
    headers = {"authorization": f"Bearer {token}"}
    assert vera.client.get("/api/v1/documents", headers=headers).status_code == 200
    number = re.search(r'name="token" value="(\d+)"', page)[1]
    assert team("Rana").post("/account/tokens/revoke", token=number).status_code == 404
    assert vera.client.get("/api/v1/documents", headers=headers).status_code == 200
    vera.post("/account/tokens/revoke", token=number)
    assert vera.client.get("/api/v1/documents", headers=headers).status_code == 401
    with workspace._engine.connect() as connection:
        assert token not in str(connection.execute(sa.text("SELECT * FROM api_token")).all())


def test_the_audit_log_tells_who_did_what(team, workspace):
    rana, ana = team("Rana"), team("Ana")
    team("").sign_in("Rana", "wrong")
    team("").sign_in("my secret password", "x")
    (id, *_) = (d.id for d in workspace.documents() if d.text == ENGLISH)
    record = workspace.review(id).records[0].id
    rana.post(f"/documents/{id}/records/{record}/reject", expected=0, reason="=1+1")
    rana.post("/add", url="http://127.0.0.1/secret-name")
    html = ana.client.get("/audit").text
    for words in ("signed in", "failed to sign in", "rejected: figure", "added the account", "added reports"):
        assert words in html, words
    assert "my secret password" not in html and "secret-name" not in html and "testclient" in html
    assert "signed in" not in ana.client.get("/audit?kind=decision&who=Rana").text.split("<ol", 1)[1]
    assert ana.client.get("/audit?page=99&kind=x&who=%00").status_code == 200
    answer = ana.client.get("/audit.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = answer.text.lstrip("\ufeff").splitlines()
    assert lines[0] == "at,kind,number,who,what,subject,detail,address" and len(lines) > 6
    assert any(",decision," in line and ",Rana,reject," in line for line in lines)


def test_the_language_is_kept_with_the_session(team):
    nobody = team("")
    assert 'dir="rtl"' in nobody.client.get("/sign-in?language=ar").text
    nobody.sign_in("Rana", language="ar")
    assert 'dir="rtl"' in nobody.client.get("/").text
    nobody.post("/language", language="en")
    assert 'dir="ltr"' in nobody.client.get("/").text


def test_alone_there_are_tokens_and_accounts_can_be_prepared(browser, workspace):
    page = browser.client.get("/account").text
    assert "Ana" in page and "/sign-out" not in page and "/account/password" not in page
    answer = browser.post("/account/tokens", name="script", role="analyst", days="3")
    token = re.search(r'value="(mfd_[\w-]+)"', answer.text)[1]
    headers = {"authorization": f"Bearer {token}"}
    assert browser.client.get("/api/v1/documents", headers=headers).status_code == 200
    many = Person(workspace)  # a token of nobody's account opens no desk that has accounts
    assert many.client.get("/api/v1/documents", headers=headers).status_code == 401
    assert browser.post("/accounts", name="Bo", role="administrator", password="long enough one").status_code == 200
    assert Accounts.of(workspace).administrators() == 1
    for path in ("/account/password", "/account/sessions", "/sign-out"):
        assert browser.post(path).status_code == 404


def test_behind_https_the_cookie_is_bound_to_the_host(team, workspace):
    url = "https://desk.example.org"
    person = Person(workspace, "Rana", public_url=url, behind_proxy=True)
    answer = person.client.get("/", headers={"host": "127.0.0.1:8999"})
    assert answer.status_code == 400
    headers = {"x-forwarded-for": "203.0.113.9, 198.51.100.7"}
    person.client.headers.update(headers)
    answer = person.sign_in()
    (cookie,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-masfufa=")]
    assert "Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie and "Domain" not in cookie
    assert person.client.get("/").status_code == 200
    assert "198.51.100.7" in person.client.get("/account").text
    assert person.post("/language", {"origin": "http://desk.example.org"}, language="ar").status_code == 403
    assert person.post("/language", {"origin": ORIGIN}, language="ar").status_code == 403
    assert person.post("/language", language="ar").status_code == 200


def test_addresses_are_counted_where_they_come_from(team, workspace):
    from starlette.datastructures import Headers

    from masfufa.desk.guard import address_of

    def counted(said: str, client: str = "10.0.0.1", proxy: bool = True) -> str:
        return address_of({"client": (client, 1)}, Headers({"x-forwarded-for": said}), behind_proxy=proxy)

    assert counted("6.6.6.6", proxy=False) == "10.0.0.1"  # anybody can write that
    assert counted("6.6.6.6, 203.0.113.9") == "203.0.113.9" and counted("") == "10.0.0.1"
    assert counted("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64" == counted("2001:db8:1:2::9")
    assert counted("::ffff:192.0.2.1") == "192.0.2.1" and counted("unknown") == "unknown"


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://desk.example.org", "https://desk.example.org"),
        ("https://Desk.Example.org/", "https://desk.example.org"),
        ("https://desk.example.org:443", "https://desk.example.org"),
        ("http://192.168.1.5:8321", "http://192.168.1.5:8321"),
        ("http://[fd00::1]:80", "http://[fd00::1]"),
        *((bad, None) for bad in ("desk.example.org", "ftp://x", "https://", "https://x/y", "https://a:b@x", "http://x:p",
                                  "https://x?y", "https://مثال.org", "http://a b")),
    ],
)  # fmt: skip
def test_addresses_for_browsers(given, origin):
    if origin is None:
        with pytest.raises(UsageError) as error:
            public_origin(given)
        assert error.value.code == "desk-address"
    else:
        assert public_origin(given) == origin
        settings = DeskSettings("0.0.0.0", 8321, "", "", accounts=True, public_url=origin)
        assert settings.origins == {origin} and origin.partition("//")[2] in settings.hosts
        assert settings.address == f"{origin}/sign-in"


def test_wildcards_are_known():
    assert all(map(is_wildcard, ("0.0.0.0", "::", "[::]"))) and not any(map(is_wildcard, ("127.0.0.1", "x", "::1")))


def test_passwords():
    stored = passwords.hashed("un deux trois quatre")
    assert stored.startswith("$argon2id$") and "deux" not in stored
    assert passwords.fits(stored, "un deux trois quatre") and not passwords.fits(stored, "un deux trois")
    assert not passwords.fits(None, "nobody has this password") and not passwords.fits("broken", "x")
    assert passwords.fits(passwords.hashed("e\u0301te\u0301 e\u0301te\u0301"), "\u00e9t\u00e9 \u00e9t\u00e9")
    assert passwords.hashed("un deux trois quatre") != stored and not passwords.outdated(stored)
