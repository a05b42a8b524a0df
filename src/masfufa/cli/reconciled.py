"""The reconciled ledger of a workspace as of a day, and the options that choose which part of its matrix is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from masfufa.tracking.kept import Frame as Frame
    from masfufa.tracking.kept import cells_of as cells_of
    from masfufa.tracking.kept import reconciled as reconciled

F = TypeVar("F", bound=Callable[..., Any])

BYS = ("country", "adm1", "adm2", "adm3", "adm4", "place")
EVERIES = ("day", "week", "month", "round", "year", "total")


class Day(click.ParamType[Any]):
    """An ISO date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date; a usage error for anything else."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            return self.fail(f"{value!r} is no date; write it as 2019-05-01", param, ctx)


class Categories(click.ParamType[Any]):
    """Categories of figures, separated by commas."""

    name = "categories"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The names in the order given; a usage error for an unknown one."""
        from masfufa.ontology.figures import CATEGORIES

        if isinstance(value, tuple):
            return value
        names = tuple(name.strip() for name in str(value).split(",") if name.strip())
        for name in names:
            if name not in CATEGORIES:
                self.fail(f"{name!r} is no category; they are {', '.join(CATEGORIES)}", param, ctx)
        return names


def vintage_options(command: F) -> F:
    """Adds --as-known-on and --as-recorded-on."""
    options = (
        click.option("--as-known-on", type=Day(), metavar="DATE",
                     help="Only what was published or released by this day."),
        click.option("--as-recorded-on", type=Day(), metavar="DATE",
                     help="The ledger as the workspace held it at the end of this day."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def frame_options(command: F) -> F:
    """Adds the options of `Frame`."""
    options = (
        click.option("--by", type=click.Choice(BYS), default="country", show_default=True,
                     help="The places of the rows: countries, units of a level, or places as named."),
        click.option("--every", type=click.Choice(EVERIES), default="month", show_default=True,
                     help="The periods of the rows."),
        click.option("--category", type=Categories(), default=(), metavar="A,B",
                     help="Only these categories, such as killed,displaced. [all]"),
        click.option("--since", type=Day(), metavar="DATE", help="Only periods that end on this day or later."),
        click.option("--until", type=Day(), metavar="DATE", help="Only periods that begin on this day or earlier."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return vintage_options(command)


def __getattr__(name: str) -> Any:
    """What tracking has: loaded only once it is asked for, since starting a command must not wait for it."""
    if name in ("Frame", "cells_of", "reconciled"):
        from masfufa.tracking import kept

        return getattr(kept, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
