"""A click group that imports a subcommand's module only when that subcommand is asked for."""

from __future__ import annotations

import importlib

import click

from masfufa.cli.usage import show_examples


class LazyGroup(click.Group):
    """`commands` maps a name to "module:attribute"; nothing is imported until the command runs or is listed in help."""

    def __init__(
        self, *args: object, lazy: dict[str, str], sections: dict[str, dict[str, str]] | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._sections = sections
        self._lazy = lazy
        self.path = ""
        """The words that lead to this group, for the examples in the help of what is below it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, lazy ones in the order they were given."""
        return [*self._lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command, or None for an unknown name."""
        if cmd_name not in self._lazy:
            return super().get_command(ctx, cmd_name)
        module, attribute = self._lazy[cmd_name].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        path = f"{self.path} {cmd_name}".lstrip()
        if isinstance(command, LazyGroup):
            command.path = path
        show_examples(command, path)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under the headings that were given, with the lines given there, else as click does."""
        if self._sections is None:
            return super().format_commands(ctx, formatter)
        for title, lines in self._sections.items():
            with formatter.section(title):
                formatter.write_dl(list(lines.items()))
        return None
