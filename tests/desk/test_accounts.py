"""Accounts: who may do what, signing in and out, what is kept of it."""

from __future__ import annotations

import itertools

import pytest

from masfufa.desk.permissions import ROLES, Permission, all_routes, allows, lesser, needs_of


def test_roles_hold_what_those_before_them_hold():
    sets = list(ROLES.values())
    assert list(ROLES) == ["viewer", "analyst", "reviewer", "administrator"]
    assert all(less < more for less, more in itertools.pairwise(sets))
    assert ROLES["administrator"] == frozenset(Permission)
    assert not allows("viewer", Permission.DECIDE) and not allows("", Permission.OPEN)
    assert not allows("analyst", Permission.SIGN_OFF) and allows("reviewer", Permission.SIGN_OFF)
    assert lesser("reviewer", "viewer") == "viewer" == lesser("viewer", "administrator")


def test_every_route_declares_what_it_needs(browser):
    routes = list(all_routes(browser.app))
    assert len(routes) >= 18
    undeclared = [path for path, route in routes if not needs_of(route)]
    assert undeclared == [], f"declare a permission: {undeclared} (docs/desk.md, Who may do what)"
    changes = {Permission.DECIDE, Permission.ADD, Permission.SIGN_OFF, Permission.ACCOUNTS, Permission.OWN}
    for path, route in routes:
        if route.methods - {"GET", "HEAD"}:
            assert needs_of(route) & (changes | {Permission.OPEN}), f"{path} changes something: say so"


def test_a_route_that_declares_nothing_answers_nobody(browser):
    @browser.app.get("/undeclared")
    def undeclared() -> str:
        return "x"

    from fastapi import APIRouter, Depends

    from masfufa.desk.permissions import declared

    router = APIRouter()
    router.get("/forgotten")(undeclared)
    browser.app.include_router(router, dependencies=[Depends(declared)])
    assert browser.client.get("/forgotten").status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_a_viewer_changes_nothing(browser, workspace, role):
    session = next(iter(browser.app.state.desk.sessions._open.values()))
    session.role = role
    (id, *_) = (d.id for d in workspace.documents())
    record = workspace.review(id).records[0]
    answer = browser.post(f"/documents/{id}/records/{record.id}/accept", expected=0)
    assert answer.status_code == (403 if role == "viewer" else 200)
    assert len(workspace.decisions()) == (0 if role == "viewer" else 2)
