"""Who does what to whom around an Arabic trigger: subject and object, verb first or last, genitives, prepositions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from masfufa.language.fold import fold_word
from masfufa.reading.annotated import Annotated
from masfufa.reading.event_drafts import ActorLike
from masfufa.reading.event_lexicon_ar import CLASSES, EVENT, LISTS, SAYS, SUPPORT
from masfufa.reading.event_phrases_ar import Part, Phrases
from masfufa.reading.event_protests_ar import Protests
from masfufa.reading.event_scopes_ar import Scopes
from masfufa.reading.event_subjects_ar import AGENTS, HitLike, Subjects
from masfufa.reading.event_violence_ar import Violence

_CARRY_BEFORE, _CARRY_AFTER, _DESCRIBED, _ATTACK_REACH = 7, 5, 2, 14


class Roles(Subjects):
    """Finds sources and targets of the triggers of one sentence."""

    def __init__(self, marked: Annotated, phrases: Phrases, scopes: Scopes, hits: Sequence[HitLike], last: int) -> None:
        super().__init__(marked, phrases, scopes, hits, last)
        self.violence = Violence(phrases, scopes.first, last)
        self.protests = Protests(phrases, scopes.first, last)

    # ------------------------------------------------------------------ subjects, in text order
    # ------------------------------------------------------------------ parts after a word
    # ------------------------------------------------------------------ roles
    def of(self, n: int, hit: HitLike) -> tuple[list[ActorLike], list[ActorLike], str | None]:
        """(sources, targets, the kind of verb that carries the trigger)."""
        source: list[ActorLike] = []
        target: list[ActorLike] = []
        roles = {"source": source, "target": target}
        support = None
        if hit.finite:
            self._of_verb(hit, roles)
        else:
            support = self._of_noun(n, hit, roles)
        self._prepositions(hit, roles)
        if hit.data.get("recip"):
            source.extend(a for a in target if a not in source)
            target.clear()
            if len(source) < 2 and not hit.finite and hit.data["type"] in ("CONSULT", "AGREE", "COOPERATE"):
                main = self.main_actor(hit.first)
                if (
                    main is not None
                    and all(a.first != main.first for a in source)
                    and self.scopes.in_relative(hit.first) is None
                ):
                    source.insert(0, main)
        elif not source and not hit.finite and hit.data["type"] in _DONE_BY_WORDS:
            self._default_source(hit, source, target)
        if not source and not hit.finite:
            self._announced(hit, source, target)
            main = self.main_actor(hit.first) if self.forms[hit.first - 1] in _BY_WAY_OF else None
            if main is not None and all(a.first != main.first for a in target):
                source.append(main)
        if hit.data["type"] == "THREATEN" and not target:
            self._threatened(n, source, target)
        doer: ActorLike | None = None
        if hit.sense.rest and not source and hit.data.get("subj") == "source":
            inside = self.phrases.actor_at.get(hit.last - 1)
            if inside is not None and inside.first > hit.first:
                doer = inside  # فجر انتحاري نفسه
        source[:] = [a for a in source if not self._weapon(a)]
        if hit.data["type"] == "ASSAULT":
            if hit.data.get("harm") and not source:
                source.extend(self._fighting(hit, target))
            self.violence.complete(hit.first, hit.last, hit.data, self.parts(hit), source, target)
        if hit.data["type"] == "PROTEST":
            self.protests.complete(
                hit.first, hit.last, [p.actor for p in self.parts(hit) if _before(p)], source, target
            )
        sources = [doer] if doer is not None else self._spread(source, hit)
        targets = [a for a in self._spread(target, hit) if all(a.first != s.first for s in sources)]
        return sources, targets, support

    def _weapon(self, actor: ActorLike) -> bool:
        """Whether a noun phrase is only a weapon, which does nothing by itself."""
        if actor.mention.sector is not None or actor.mention.country is not None:
            return False
        head = self.forms[actor.first]
        return bool(CLASSES[head] & {"missiles", "fire"}) or "instruments" in LISTS[head.removeprefix("ال")]

    def _fighting(self, hit: HitLike, target: list[ActorLike]) -> list[ActorLike]:
        """The parties to the fight in which someone came to harm: قتل أربعة في صدام بين الشرطة ومتظاهرين."""
        for other in self.hits:
            if other.first < hit.last or not other.data.get("clash") or other.finite:
                continue
            if self.forms[other.first - 1] in _IN and self.scopes.clause(other.first) == self.scopes.clause(hit.first):
                between = [p.actor for p in self.parts(other) if p.preposition == "بين"]
                return [a for a in between if all(a.first != t.first for t in target)]
        return []

    def _announced(self, hit: HitLike, source: list[ActorLike], target: list[ActorLike]) -> None:
        """أعلنت الشرطة اعتقال خمسة: armed and police forces announce their own deeds."""
        if hit.data["type"] not in ("COERCE", "ASSAULT") or hit.data.get("subj") == "none" or hit.sense.prefix:
            return
        saying = self.scopes.saying(hit.first)
        if saying is None or saying.complement or hit.data.get("gen") != "target":
            return
        speaker = self.subject_of(saying.first)
        if speaker is None or hit.first - max(speaker.last, saying.last) > _DESCRIBED:
            return
        if speaker.mention.sector in _FORCES and all(a.first != speaker.first for a in target):
            source.append(speaker)

    def _threatened(self, n: int, source: list[ActorLike], target: list[ActorLike]) -> None:
        """هدد بقصف المدينة: whom the threatened deed would be done to."""
        hit = self.hits[n]
        for deed in self.hits[n + 1 :]:
            if deed.first - hit.last > _CARRY_BEFORE:
                return
            if deed.sense.entry.tag == EVENT and deed.sense.prefix[-1:] == "ب" and not deed.finite:
                found = self._genitive(deed) or next(
                    (p.actor for p in self.parts(deed) if p.preposition == "علي"), None
                )
                if found is not None and all(a.first != found.first for a in source):
                    target.append(found)
                return

    def _default_source(self, hit: HitLike, source: list[ActorLike], target: list[ActorLike]) -> None:
        """Whose a verbal noun is where nothing in its phrase says so: the subject's (سارع الحزب إلى الإشادة)."""
        before = self.forms[hit.first - 1] if hit.first > self.first else ""
        if (hit.data.get("gen") == "source" and hit.sense.definite) or (
            "anchors" in LISTS[before] and before not in _OF_DEEDS
        ):
            return
        main = self.main_actor(hit.first)
        if (
            main is None
            or hit.first - main.last > 14
            or self.scopes.clause(main.first) != self.scopes.clause(hit.first)
        ):
            return
        if all(main.first != a.first for a in target):
            source.append(main)

    def _spread(self, actors: list[ActorLike], hit: HitLike) -> list[ActorLike]:
        out: list[ActorLike] = []
        for actor in actors:
            for member in self.phrases.coordinated(actor, self.last):
                if member not in out and not hit.first <= member.first < hit.last:
                    out.append(member)
        return out

    def _of_verb(self, hit: HitLike, roles: dict[str, list[ActorLike]]) -> None:
        data, bare = hit.data, self._bare(hit)
        if bare and self._of_attack(hit):
            _give(roles, "target", bare[0].actor)
            return
        subject, subject_role = hit.subject, str(data.get("subj", "source"))
        object_role = str(data.get("obj", "target"))
        relative = self.scopes.in_relative(hit.first)
        if hit.sense.suffix and relative is not None:
            head = self.phrases.before(relative, self.first, comma=True)
            _give(roles, object_role, head)
            if bare:
                _give(roles, subject_role, bare[0].actor)
            return
        passive = hit.sense.form.startswith("passive") or (
            object_role == "target" and any(p.preposition in AGENTS for p in self.parts(hit))
        )
        named = {fold_word(key) for key, role in data.get("prep", {}).items() if role == "target"}
        alone = len(bare) == 1 and subject is bare[0].actor
        alone = alone and not any(p.preposition in named for p in self.parts(hit))
        if alone and subject is not None and subject.mention.sector in _AUTHORITIES and len(self.parts(hit)) > 1:
            alone = False  # ثبتت محكمة حكما على رجلين
        victim = (
            data.get("harm")
            or data.get("goods")
            or data["type"] in ("COERCE", "SANCTION")
            or data.get("mode") == "release"
            or data.get("mode") == "abduct"
        )
        if relative is not None and not bare and object_role == "target" and victim and not hit.sense.suffix:
            passive = True
            _give(roles, object_role, self.phrases.before(relative, self.first, comma=True))
            return
        svo = subject is not None and subject.last <= hit.first
        if passive or (alone and victim and object_role == "target" and not svo and not hit.sense.suffix):
            patient = bare[0].actor if bare else (subject or self.phrases.before(hit.first, self.first))
            _give(roles, object_role, patient)
            return
        undergone = data.get("harm") or data["type"] == "COERCE" or data.get("mode") == "abduct"
        if svo and not bare and object_role == "target" and undergone and not hit.sense.suffix:
            _give(roles, object_role, subject)
            return
        _give(roles, subject_role, subject)
        objects = [p.actor for p in bare if subject is None or p.actor.first != subject.first]
        if hit.sense.suffix:
            _give(roles, object_role, self._antecedent(hit.first, subject))
        elif objects:
            _give(roles, object_role, objects[0])

    def _of_attack(self, hit: HitLike) -> bool:
        """هجوم بسيارة مفخخة استهدف دورية: a verb whose subject is an attack told before it in its clause."""
        if hit.sense.prefix or hit.sense.suffix or not hit.data.get("attack") or hit.data.get("harm"):
            return False
        before = [h for h in self.hits if h.last <= hit.first and h.sense.entry.tag == EVENT]
        if not before or hit.first - before[-1].last > _ATTACK_REACH:
            return False
        told = before[-1]
        blow = told.data.get("attack") or told.data.get("means")
        same = self.scopes.clause(told.first) == self.scopes.clause(hit.first)
        between = self.phrases.actor_at.get(hit.first - 1)
        return bool(blow and same and not told.finite and (between is None or self._governed(between)))

    def _of_noun(self, n: int, hit: HitLike, roles: dict[str, list[ActorLike]]) -> str | None:
        data = hit.data
        support = None
        genitive = str(data.get("gen", "none"))
        if hit.sense.suffix:
            latest = self._antecedent(hit.first, None)
            _give(roles, genitive if genitive != "auto" else "target", latest)
        else:
            if hit.sense.form == "" and not hit.sense.rest and data.get("subj") == "target" and data.get("harm"):
                _give(roles, "target", self._dead(hit))
            adjacent = self._genitive(hit)
            if adjacent is not None:
                role = genitive
                if role == "auto":
                    role = "source" if adjacent.mention.sector in _ARMED else "target"
                elif role == "target" and self._takes_after(hit, adjacent):
                    role = "source"
                elif role == "target" and (done_to := self._done_to(hit, adjacent)) is not None:
                    role = "source"
                    _give(roles, "target", done_to)
                _give(roles, role, adjacent)
        adjective = self._adjective(hit)
        if adjective is not None and not roles["source"]:
            _give(roles, "source", adjective)
        carrier = self.carrier(n, hit)
        if carrier is not None:
            support = str(carrier.data.get("subj", "says"))
            role = support if support in roles else "source"
            if support != "happens" and carrier.sense.entry.tag != SAYS:
                who = carrier.subject
                if carrier.first > hit.first and carrier.sense.suffix:
                    who = next((p.actor for p in self._bare(carrier)), who)
                given = {a.first for held in roles.values() for a in held}
                if (
                    not roles[role]
                    and who is not None
                    and not hit.first <= who.first < hit.last
                    and who.first not in given
                ):
                    _give(roles, role, who)
        return support

    def _genitive(self, hit: HitLike) -> ActorLike | None:
        """The noun in construct right after a verbal noun: اغتيال الحريري."""
        k = hit.last
        if k >= self.last or (hit.sense.definite and not hit.sense.rest):
            return None
        if self.forms[k] == '"' and k + 1 < self.last:
            k += 1
        while k < self.last - 1 and (
            "=bounds" in LISTS[self.forms[k]] or (k > hit.last and self.forms[k] in _OF_BOUND)
        ):
            k += 1  # مقتل ما لا يقل عن ثلاثة
        if k in self.marked.date_at or k in self.trigger_at or self._begins(hit) > hit.last:
            return None
        actor = self.phrases.at(k, self.last)
        if actor is None or actor.first < hit.last:
            return None
        if self.phrases.glued(k) or (self.forms[k][0] == "و" and actor.mention.start > self.marked.tokens.starts[k]):
            return None
        return actor

    def _dead(self, hit: HitLike) -> ActorLike | None:
        """Who died, between the verb and حتفهم: لقي عشرة أشخاص بينهم طفلان حتفهم."""
        for k in range(hit.first - 1, self.first - 1, -1):
            if "meeting_death" in LISTS[self.forms[k]]:
                return next((p.actor for p in self.phrases.after(k + 1, hit.first) if p.preposition == ""), None)
        return None

    def _done_to(self, hit: HitLike, genitive: ActorLike) -> ActorLike | None:
        """اعتقال السلطات صحافية: an object right behind the genitive of those in power, who then act."""
        if hit.sense.form != "noun" or genitive.mention.sector not in _ARMED:
            return None
        return next((p.actor for p in self.parts(hit) if p.preposition == "" and p.first == genitive.last), None)

    def _takes_after(self, hit: HitLike, genitive: ActorLike) -> bool:
        """مهاجمة متظاهرين للسفارة: the genitive acts where ل names whom it is done to."""
        return (
            any(p.preposition == "ل" and p.first - genitive.last <= 2 for p in self.parts(hit))
            and hit.sense.form == "noun"
        )

    def _adjective(self, hit: HitLike) -> ActorLike | None:
        """An adjective that alone names who acted: غارة إسرائيلية."""
        for k in range(hit.last, min(hit.last + 3, self.last)):
            actor = self.phrases.actor_at.get(k)
            if actor is not None and actor.first == k and getattr(actor, "kind", "") == "act":
                return actor
            if "relatives" in LISTS[self.forms[k]] or self.forms[k] in (",", ".", "في"):
                return None
        return None

    def carrier(self, n: int, hit: HitLike) -> HitLike | None:
        """The verb that carries a verbal noun: نفذ هجوما، هجوم شنه."""
        if hit.finite:
            return None
        after = self._supporting(hit)
        near = after is not None and after.finite and after.first - hit.last <= _DESCRIBED
        if near and after is not None and after.sense.entry.tag == SUPPORT and after.sense.suffix:
            return after  # مظاهرة نظمها الحزب
        for other in reversed(self.hits[:n]):
            subject = other.subject
            gone = subject.last if subject is not None and other.last <= subject.first < hit.first else other.last
            if hit.first - other.last > _CARRY_BEFORE and hit.first - gone > _DESCRIBED:
                break
            if other.finite and other.sense.entry.tag in (SUPPORT, EVENT) and other.first != hit.first:
                if other.sense.entry.tag == EVENT and "with" not in other.data:
                    break
                takes = other.data.get("takes")
                if takes and hit.sense.prefix[-1:] not in takes and hit.first - other.last > 3:
                    break
                return other
        for other in self.hits[n + 1 :]:
            if other.first - hit.last > _CARRY_AFTER:
                break
            if other.finite and other.sense.entry.tag == SUPPORT:
                return other
        return None

    def _prepositions(self, hit: HitLike, roles: dict[str, list[ActorLike]]) -> None:
        wanted: Mapping[str, str] = hit.data.get("prep", {})
        folded = {fold_word(key): role for key, role in wanted.items()}
        if not hit.finite and roles["source"] and not roles["target"] and hit.data.get("gen") == "target":
            folded.setdefault("ل", "target")
        for k in range(hit.last, min(hit.last + 4, self.last)):
            pronoun = _WITH_PRONOUN.get(self.forms[k])
            if pronoun and folded.get(pronoun) in roles and not roles[folded[pronoun]]:
                taken = {a.first for held in roles.values() for a in held}
                _give(roles, folded[pronoun], next((a for a in self._before(hit.first) if a.first not in taken), None))
        for part in self.parts(hit):
            role = folded.get(part.preposition)
            if part.preposition in AGENTS:
                role = role or "source"
            if role not in roles or role is None:
                if part.preposition and role is None and hit.finite and part.preposition not in _PASSED:
                    continue
                continue
            if (
                roles[role]
                and role == "target"
                and hit.data.get("obj", "target") == "target"
                and hit.finite
                and hit.data["type"] != "CONSULT"
                and part.preposition not in folded
            ):
                continue
            if role == "source" and roles["source"] and not hit.data.get("recip"):
                continue
            if len(roles[role]) < 3:
                _give(roles, role, part.actor)


def _before(part: Part) -> bool:
    """Whether a crowd stands before, or marches to, what a phrase names."""
    return "=protest_before" in LISTS[part.preposition]


_SUFFERED = frozenset(("RETREAT", "COERCE"))
_DONE_BY_WORDS = frozenset(
    ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE", "RETREAT", "SANCTION", "MOBILIZE", "AID")
)
_OF_DEEDS = frozenset(map(fold_word, ("عن", "حول", "مع")))
_WITH_PRONOUN = {
    fold_word(word): fold_word(preposition)
    for preposition, listed in (
        ("على", "عليه عليها عليهم عليهما"),
        ("ب", "به بها بهم بهما"),
        ("ل", "له لها لهم لهما"),
        ("إلى", "إليه إليها إليهم"),
        ("عن", "عنه عنها عنهم"),
        ("مع", "معه معها معهم"),
        ("من", "منه منها منهم"),
        ("ضد", "ضده ضدها ضدهم"),
    )
    for word in listed.split()
}
_ARMED = frozenset(("MIL", "REB", "UAF", "GOV", "COP", "SPY"))
_AUTHORITIES = frozenset(("JUD", "GOV", "LEG"))
_BY_WAY_OF = frozenset(("عبر", "بواسطه"))
_IN = frozenset(map(fold_word, ("في", "خلال", "أثناء", "إثر", "جراء", "نتيجة")))
_FORCES = frozenset(("MIL", "COP", "REB", "UAF", "SPY"))
_OF_BOUND = frozenset(map(fold_word, ("من", "عن")))
_PASSED = frozenset(map(fold_word, ("في", "من")))


def _give(roles: dict[str, list[ActorLike]], role: str, actor: ActorLike | None) -> None:
    if actor is not None and role in roles and all(actor.first != other.first for other in roles[role]):
        roles[role].append(actor)
