"""What a failure means, in the languages of the interface: by its code, from failures.yaml and notices.yaml."""

from __future__ import annotations

from masfufa.desk.words import Words, load
from masfufa.notices import said_in
from masfufa.records import Notice


def meaning(code: str, message: str, t: Words) -> str:
    """What a failure or notice means in the language of `t`; "" where its own message is all there is to say.

    The message is in English and names file, line and value, so a page shows it too.
    """
    if t.language == "en":
        return ""
    return said_in(Notice(code, message), t.language) or str(load("failures.yaml").get(t.language, {}).get(code, ""))
