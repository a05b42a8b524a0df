"""What an Arabic trigger and its sentence say for or against a particular happening, and for or against news."""

from __future__ import annotations

from collections.abc import Sequence

from masfufa.language.fold import fold_word
from masfufa.language.tokens import NUMBER, SIGN
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_lexicon_ar import EVENT, LISTS, SAYS, SURROUNDINGS
from masfufa.reading.event_phrases_ar import Phrases
from masfufa.reading.event_roles_ar import Roles
from masfufa.reading.event_scopes_ar import Scopes, first_person
from masfufa.reading.event_triggers_ar import Hit


class Features:
    """Features of the triggers (`hits`) of one sentence, the tokens `first` to `last`."""

    def __init__(
        self,
        marked: Annotated,
        phrases: Phrases,
        scopes: Scopes,
        roles: Roles,
        hits: Sequence[Hit],
        first: int,
        last: int,
    ) -> None:
        self.marked, self.phrases, self.scopes, self.roles, self.hits = marked, phrases, scopes, roles, hits
        self.first, self.last = first, last
        self.forms = marked.tokens.forms
        self.kinds = {str(h.data["type"]) for h in hits if h.sense.entry.tag == EVENT}
        self._of_kind: dict[str, list[str]] = {}
        self._quoted = self._quotes()
        self._of_sentence = self._sentence_features()

    def of(self, hit: Hit, position: str, support: str | None, kind: str) -> tuple[list[str], list[str]]:
        """(how the trigger stands, what it and its sentence say)."""
        data, k = hit.data, hit.first
        shape = "verb" if hit.finite else "noun" if hit.sense.form == "noun" else "phrase"
        local = [f"shape:{shape}", f"position:{position}", f"position:{position} {kind}", f"shape:{shape} {kind}"]
        if hit.finite:
            local.append(f"tense:{hit.sense.form or 'phrase'}")
        elif hit.sense.definite:
            local.append("definite")
        elif hit.sense.suffix:
            local.append("with pronoun")
        else:
            local.append("indefinite")
        if not hit.finite and hit.sense.number in ("pl", "du", "du|pl"):
            local.append("plural")
            if hit.sense.definite:
                local.append("definite plural")
        if support:
            local.append(f"carried:{support}")
        local.append(f"before:{self._before(k)}")
        if not hit.finite and hit.sense.definite and "relatives" not in LISTS[self._form(hit.last)]:
            local.append("known already" if hit.sense.number not in ("pl", "du", "du|pl") else "known plural")
        if hit.finite:
            local.append(f"after:{self._after(hit.last)}")
        if self._quoted[k - self.first]:
            local.append("quoted")
        local.append(f"leads:{self._leading(kind)}")
        third = (k - self.first) * 3 // max(self.last - self.first, 1)
        local.append(("early", "middle", "late")[min(third, 2)])
        flags = [f"type:{kind}", f"lemma:{kind} {data['lemma']}"]
        flags += [flag for flag in ("weak", "harm", "attack", "wound", "clash", "means") if data.get(flag)]
        saying = self.scopes.saying(k)
        if saying is not None:
            speaker = self.roles.subject_of(saying.first)
            local.append(f"speaker:{(speaker.mention.sector or 'unknown') if speaker else 'none'}")
        flags += self._of_sentence
        flags += self._same_kind(kind)
        flags += [f"beside:{other}" for other in sorted(self.kinds - {kind})]
        return local, flags

    def _same_kind(self, kind: str) -> list[str]:
        """What the triggers of a type say together; looked up once a sentence."""
        if kind not in self._of_kind:
            same = [h.data for h in self.hits if h.sense.entry.tag == EVENT and h.data["type"] == kind]
            told = {name for data in same for name in ("harm", "attack", "wound", "means", "clash") if data.get(name)}
            flags = [f"triggers of type:{n}" for n in range(2, min(len(same), 4) + 1)]
            self._of_kind[kind] = flags + [f"sides told:{n}" for n in range(2, len(told) + 1)]
        return self._of_kind[kind]

    def _form(self, k: int) -> str:
        return self.forms[k] if k < self.last else ""

    def _before(self, k: int) -> str:
        """The word before a trigger where it is one of grammar, else what kind of word it is."""
        if k == self.first:
            return "nothing"
        form = self.forms[k - 1]
        lists = LISTS[form]
        if lists & _GRAMMAR:
            return form
        if self.marked.tokens.kinds[k - 1] in (SIGN, NUMBER):
            return "sign" if self.marked.tokens.kinds[k - 1] == SIGN else "number"
        if any(h.first <= k - 1 < h.last for h in self.hits):
            return "trigger"
        return "noun with article" if form.startswith(("ال", "وال", "بال", "لل")) else "word"

    def _after(self, k: int) -> str:
        """What stands after a verb: somebody, a number, grammar."""
        if k >= self.last:
            return "nothing"
        if k in self.phrases.actor_at:
            return "named actor" if self.phrases.actor_at[k].mention.name else "actor"
        if k in self.phrases.people_at:
            return "people"
        if k in self.marked.date_at:
            return "date"
        if self.marked.tokens.kinds[k] == NUMBER:
            return "number"
        return "grammar" if LISTS[self.forms[k]] & _GRAMMAR else "word"

    def _leading(self, kind: str) -> str:
        """What the sentence's first main verb tells: the type in question, another, a saying."""
        for h in self.hits:
            if not h.finite or self.scopes.in_relative(h.first) is not None or self.scopes.in_after(h.first):
                continue
            if h.sense.entry.tag == EVENT:
                return "same type" if h.data["type"] == kind else "another type"
            return "saying" if h.sense.entry.tag == SAYS else "carrier"
        return "nothing"

    def _quotes(self) -> list[bool]:
        out, inside = [], False
        for k in range(self.first, self.last):
            inside ^= self.forms[k] == '"'
            out.append(inside)
        return out

    def _sentence_features(self) -> list[str]:
        """What the sentence as a whole says for or against news in it."""
        out = []
        span = self.forms[self.first : self.last]
        counts: dict[str, int] = {}
        for form in span:
            for name in SURROUNDINGS[form]:
                counts[name] = counts.get(name, 0) + 1
        for name, n in counts.items():
            out.append(name)
            if n > 1:
                out.append(f"{name} twice")
        present = self.scopes.present
        for name, list_name in (
            ("of another world", "elsewhere"),
            ("accident", "accidents"),
            ("time word", "=time_words"),
        ):
            if list_name in present:
                out.append(name)
        if any(h.sense.entry.tag == SAYS for h in self.hits):
            out.append("saying")
        if span[0] == "*" or fold_word("هل") in span or "?" in span:
            out.append("question or heading")
        if len(span) > 45:
            out.append("long sentence")
        elif len(span) < 14:
            out.append("short sentence")
        past = any(h.finite and h.sense.form in ("past", "passive") for h in self.hits)
        named = any(
            self.phrases.actor_at[k].mention.name for k in range(self.first, self.last) if k in self.phrases.actor_at
        )
        particular = [
            name
            for name, there in (
                ("past verb", past),
                ("named actor", named),
                ("dated", any(k in self.marked.date_at for k in range(self.first, self.last))),
                ("placed", any(k in self.marked.place_at for k in range(self.first, self.last))),
                ("people", any(k in self.phrases.people_at for k in range(self.first, self.last))),
            )
            if there
        ]
        out.extend(f"{name} in sentence" for name in particular)
        out.append(f"particulars:{len(particular)}")
        if not _I.isdisjoint(span) or any(
            h.finite and h.sense.form == "present" and first_person(self.forms[h.first]) for h in self.hits
        ):
            out.append("first person")
        if sum(h.sense.entry.tag == EVENT for h in self.hits) > 5:
            out.append("many triggers")
        return out


_I = frozenset(map(fold_word, ("أنا", "إنني", "أنني", "نحن", "إننا", "أننا", "لدينا", "علينا", "لنا")))
_GRAMMAR = frozenset(
    ("preposition", "anchors", "heads", "complement", "relatives", "negations", "clauses", "according")
)
