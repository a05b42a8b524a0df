"""One example for each command, shown at the end of its --help: what to type, not only what may be typed.

A command whose help text shows an example already has none here. Every line is parsed by the tests, so that an option
that changes its name can't leave an example behind.
"""

from __future__ import annotations

import click

EXAMPLES: dict[str, tuple[str, ...]] = {
    "demo": ("masfufa demo", "masfufa demo libya-demo --interface ar", "masfufa demo --files example"),
    "read": (
        "masfufa read report.html",
        "masfufa read report.pdf --published 2019-04-08",
        "masfufa read reports/ --format csv --output figures.csv",
    ),
    "gazetteer": ("masfufa gazetteer find Tajoura",),
    "gazetteer find": ("masfufa gazetteer find Tajoura", "masfufa gazetteer find طرابلس --context LBY"),
    "lexicon": ("masfufa lexicon check my-crisis/",),
    "lexicon check": ("masfufa lexicon check", "masfufa lexicon check my-crisis/"),
    "add": (
        "masfufa add reports/ news.jsonl",
        "masfufa add https://example.org/news/1 --published 2019-04-08",
    ),
    "watch": ("masfufa watch sources.yaml", "masfufa watch sources.yaml --install"),
    "sources": ("masfufa sources", "masfufa sources failed --source reliefweb"),
    "sources aside": ("masfufa sources aside --source reliefweb",),
    "sources failed": ("masfufa sources failed --format json",),
    "sources open": ("masfufa sources open https://example.org/news/1 --output page.html",),
    "sources restore": ("masfufa sources restore https://example.org/news/1",),
    "import": (
        "masfufa import dtm DTM_Libya_R39.xlsx --dry-run",
        "masfufa import hxl displaced.csv --released 2019-11-28",
        "masfufa import xlsform answers.xlsx --form round.xlsx",
    ),
    "form": ("masfufa form new baseline --countries LBY",),
    "form new": ("masfufa form new baseline --countries LBY --output round.xlsx",),
    "status": ("masfufa status", "masfufa status --format json"),
    "purge": ('masfufa purge 3f9c21 --reason "names a child"',),
    "check": ("masfufa check",),
    "backup": ("masfufa backup libya-2019.backup",),
    "restore": ("masfufa restore libya-2019.backup libya-again",),
    "reconcile": ("masfufa reconcile --as-known-on 2019-05-01",),
    "export": ("masfufa export xlsx --language ar --by adm1 --output matrix.xlsx",),
    "export csv": ("masfufa export csv --by adm1 --hxl --output matrix.csv",),
    "export parquet": ("masfufa export parquet --by adm2 --output matrix.parquet",),
    "export xlsx": ("masfufa export xlsx --language ar --by adm1 --output matrix.xlsx",),
    "export geojson": ("masfufa export geojson --by adm1 --polygons --output matrix.geojson",),
    "export claims": ("masfufa export claims --output claims.csv",),
    "export ged": ("masfufa export ged --output events.csv",),
    "export acled": ("masfufa export acled --output events.csv",),
    "export plover": ("masfufa export plover --output events.jsonl",),
    "export package": ("masfufa export package --output ledger.zip",),
    "export hapi": ("masfufa export hapi --output hapi.csv",),
    "brief": ("masfufa brief --language ar --since 2019-05-01 --output brief.docx",),
    "release": ("masfufa release propose May", "masfufa release sign 57651dd72cb7 --who amina"),
    "release list": ("masfufa release list",),
    "release propose": ("masfufa release propose May --as-known-on 2019-05-31",),
    "release refuse": ('masfufa release refuse 57651dd72cb7 --reason "round 25 is not in it yet"',),
    "release show": ("masfufa release show 57651dd72cb7 --output may/",),
    "release sign": ("masfufa release sign 57651dd72cb7 --who amina",),
    "desk account": ("masfufa desk account add amina --role reviewer",),
    "desk account add": ("masfufa desk account add amina --role reviewer",),
    "desk account disable": ("masfufa desk account disable amina",),
    "desk account enable": ("masfufa desk account enable amina",),
    "desk account list": ("masfufa desk account list",),
    "desk account password": ("masfufa desk account password amina",),
    "desk account role": ("masfufa desk account role amina --role administrator",),
    "desk token": ("masfufa desk token add dashboard --role viewer",),
    "desk token add": ("masfufa desk token add dashboard --role viewer --days 30",),
    "desk token list": ("masfufa desk token list",),
    "desk token revoke": ("masfufa desk token revoke 1",),
    "desk audit": ("masfufa desk audit --who amina --output audit.csv",),
    "desk secret": ("masfufa desk secret",),
    "evaluate": ("masfufa evaluate reviewed.jsonl --errors",),
}
"""By the command's words after "masfufa"."""


def show_examples(command: click.Command, path: str) -> None:
    """Give a command, and those below it, the examples of its path as the last lines of its help."""
    if command.epilog is None and path in EXAMPLES:
        lines = EXAMPLES[path]
        title = "Example:" if len(lines) == 1 else "Examples:"
        command.epilog = "\n".join(("\b", title, *(f"  {line}" for line in lines)))
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            show_examples(inner, f"{path} {name}")


SECTIONS: dict[str, dict[str, str]] = {
    "Try it": {
        "demo": "Show all this on an example crisis.",
        "desk": "Open the desk in the browser (--example: the example crisis).",
    },
    "Read reports": {
        "read": "Print every figure, event and statement in reports.",
        "explain": "Show the words and the rules that made a record.",
        "evaluate": "Score the reader on documents whose figures are known.",
        "gazetteer": "Look places up, and add places of your own.",
        "lexicon": "Check the word lists that reading goes by.",
    },
    "Keep a crisis": {
        "init": "Make a workspace: a folder with a ledger of claims.",
        "add": "Add reports: store, read and record them.",
        "watch": "Gather from feeds, pages, folders, archives and APIs.",
        "sources": "Show how each source of watch fares.",
        "import": "Take agency files and answers to field forms in.",
        "form": "Write forms for field rounds (KoboToolbox, ODK).",
        "status": "Count what the workspace holds.",
    },
    "Reconcile": {
        "matrix": "Show place x period x category with best, low and high.",
        "why": "Open a cell of the matrix down to its sentences.",
        "diff": "Tell what changed between two days, and why.",
        "reconcile": "List links, sums and contradictions between claims.",
    },
    "Publish": {
        "export": "Write CSV, Excel, Parquet, GeoJSON, HAPI, a package …",
        "brief": "Write a situation brief whose numbers lead to sources.",
        "release": "Propose, sign off and keep what was published.",
    },
    "Look after it": {
        "check": "Check that every hash, span and cell still holds.",
        "backup": "Write the whole workspace to one file.",
        "restore": "Make a workspace of a backup.",
        "purge": "Take a document out for good.",
        "completion": "Print the script for completion with the Tab key.",
    },
}
"""The commands in the order in which a newcomer meets them, each in one line of `masfufa --help`."""
