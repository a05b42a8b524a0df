"""What of a workspace tracking reads: results of it are kept until that changes, and no shorter."""

from __future__ import annotations

from masfufa.claims import Decision


def reads(made: Decision) -> bool:
    """Whether a decision can change the reconciled ledger, or what is told of it.

    Where a document stands in the work is a correction of it ("state"); of documents tracking reads rejections alone.
    Statements it does not read. An undo of either kind is as what it takes back may have been.
    """
    if made.subject == "statement":
        return False
    return made.subject != "document" or made.action != "correct"
