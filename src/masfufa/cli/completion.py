"""`masfufa completion`: the script that lets a shell complete commands, options, their values and file names."""

from __future__ import annotations

import os
from typing import Any, ClassVar

import click
from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

VARIABLE = "_MASFUFA_COMPLETE"
"""What the scripts set when they ask masfufa for the words that may follow."""

# Whatever is no word of masfufa's own is left to PowerShell, which then offers files.
POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName masfufa -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:%(complete_var)s = "powershell_complete"
    $env:COMP_WORDS = $commandAst.ToString()
    $env:COMP_CWORD = $wordToComplete
    try {
        masfufa | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $help)
        }
    } finally {
        Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_CWORD -ErrorAction SilentlyContinue
    }
}
"""


class PowerShellComplete(ShellComplete):
    """Completion for PowerShell, which click has none for: one line a word, its help behind a tab."""

    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is being typed, and that one, empty at the beginning of a new word."""
        words, typed = split_arg_string(os.environ.get("COMP_WORDS", ""))[1:], os.environ.get("COMP_CWORD", "")
        if typed and words and words[-1] == typed:
            words.pop()
        return words, typed

    def format_completion(self, item: CompletionItem) -> str:
        """A word and its help; nothing for files, which PowerShell completes by itself."""
        if item.type != "plain":
            return ""
        return f"{item.value}\t{item.help}" if item.help else str(item.value)

    def complete(self) -> str:
        """All that may follow, without the empty lines of what is left to the shell."""
        return "\n".join(line for line in super().complete().splitlines() if line)


add_completion_class(PowerShellComplete)


@click.command(context_settings={"max_content_width": 100})
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish", "powershell")))
def completion(shell: str) -> None:
    """Print the script that makes the Tab key complete commands, options and file names in SHELL.

    \b
    bash        eval "$(masfufa completion bash)"            in ~/.bashrc
    zsh         eval "$(masfufa completion zsh)"             in ~/.zshrc
    fish        masfufa completion fish | source             in config.fish
    powershell  masfufa completion powershell | Out-String | Invoke-Expression
                                                             in $PROFILE
    """
    from masfufa.cli.main import cli

    kind: Any = get_completion_class(shell)
    click.echo(kind(cli, {}, "masfufa", VARIABLE).source())
