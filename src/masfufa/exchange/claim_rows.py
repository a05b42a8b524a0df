"""Claims as rows (`dictionary.yaml`, table "claims"): what each source says, with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from masfufa.claims import Claim, Severity
from masfufa.exchange.dictionary import Row


def claim_rows(claims: Iterable[Claim]) -> Iterator[Row]:
    """One row a claim, in the order given."""
    for claim in claims:
        place = claim.places[0] if claim.places else None
        yield {
            "claim_id": claim.id,
            "document": claim.document,
            "locator": claim.locator.key,
            "words": claim.locator.text or None,
            "channel": claim.channel,
            "publisher": claim.publisher,
            "source": claim.source,
            "released": claim.released,
            "recorded": claim.recorded,
            "category": claim.category,
            "low": claim.low,
            "best": claim.best,
            "high": claim.high,
            "absence": claim.absence,
            "qualifier": claim.qualifier,
            "unit": claim.unit,
            "kind": claim.kind,
            "modality": claim.modality,
            "groups": ";".join(claim.groups) or None,
            "verified": None if claim.verified is None else "true" if claim.verified else "false",
            "parts": ";".join(f"{name}={value}" for name, value in claim.parts) or None,
            "part_of": claim.part_of,
            "period_start": claim.period_start,
            "period_end": claim.period_end,
            "as_of": claim.as_of,
            "places": ";".join(where.name for where in claim.places) or None,
            "location_code": place.country if place else None,
            "place_code": place.units[-1].code if place and place.units else None,
            "dataset": claim.dataset,
            "operation": claim.operation,
            "assessment": claim.assessment,
            "round": claim.round,
            "warning": _issues(claim, "warning"),
            "error": _issues(claim, "error"),
        }


def _issues(claim: Claim, severity: Severity) -> str | None:
    return "; ".join(issue.message for issue in claim.issues if issue.severity == severity) or None
