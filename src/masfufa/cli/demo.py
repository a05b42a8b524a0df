"""`masfufa demo`: the shipped example crisis, from a report to the matrix, without any file of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from masfufa.cli.labels import INTERFACES
from masfufa.errors import UsageError

FOLDER = Path("masfufa-demo")


@click.command(context_settings={"max_content_width": 100})
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=FOLDER, metavar="[FOLDER]")
@click.option("--interface", type=click.Choice(INTERFACES), default="en", show_default=True,
              help="Language of headings and labels.")  # fmt: skip
@click.option("--files", type=click.Path(path_type=Path), metavar="DIR",
              help="Copy the example's reports, table and crisis folder to DIR, and end.")  # fmt: skip
def demo(folder: Path, interface: str, files: Path | None) -> int:
    """Show what masfufa does on an example crisis: read a report, put 46 on a ledger, and print the matrix.

    Makes the workspace FOLDER (masfufa-demo if none is named), or takes the one that an earlier demo made there.
    """
    from masfufa.cli.example import example_folder, make_example
    from masfufa.cli.main import main
    from masfufa.workspace.folder import FILE

    example = example_folder()
    if files is not None:
        if files.exists():
            raise UsageError("demo-exists", f"{files} is there already; name a folder that is not.")
        shutil.copytree(example, files)
        click.echo(f"The example's reports, table and crisis folder are in {files}.")
        return 0
    _say("masfufa read tajoura.html")
    if status := main(["read", str(example / "reports" / "tajoura.html"), "--interface", interface]):
        return status
    if not (folder / FILE).exists():
        click.echo(f"\nReading 46 reports and a table into {folder} …")
        make_example(folder)
    matrix = ["matrix", "--by", "adm1", "--every", "month", "--category", "killed,wounded,displaced"]
    _say(f"masfufa {' '.join(matrix)} --workspace {folder}")
    if status := main([*matrix, "--interface", interface, "--workspace", str(folder)]):
        return status
    click.echo(f"\nOpen it in the browser:     masfufa desk --workspace {folder}")
    click.echo("A first review, guided:     masfufa desk --example")
    return 0


def _say(command: str) -> None:
    click.echo(f"\n$ {command}")
