"""What can be turned in a simulation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """One simulated conflict and its reporting. Shares are between 0 and 1.

    The country has `adm1` x `adm2` districts with `towns` each. A larger conflict has more provinces, not more fighting
    in each district, so a district's week is as hard to get right at every scale. `country` is the code of a small
    island state, as codes must be real ones; nothing here is about it.

    sources: that report single incidents; each tells of `reported` of them, 0 to `delay` days later; `rounded` of the
    numbers from 15 up are given as "about" a multiple of ten; `revised` of the reports are preceded by an early, lower
    one of the same source; `syndicated` are carried by another paper, `attributed` of these with the source's name;
    `slips` of all numbers are written wrongly. `contradictions`: share of the incidents with six or more killed
    that two camps of sources tell differently. `siblings`: share of incidents with another in the same town on the
    same day. `totals`: share of districts whose weekly deaths and wounded an agency gives; `running`: share for which
    another gives running totals; `increments`: share of district-weeks for which the newly displaced are given.
    """

    seed: int = 20190404
    country: str = "NRU"
    adm1: int = 4
    adm2: int = 4
    towns: int = 6
    start: dt.date = dt.date(2030, 1, 7)
    weeks: int = 20
    incidents_per_week: float = 2.8
    siblings: float = 0.06
    sources: int = 5
    reported: float = 0.60
    delay: int = 5
    rounded: float = 0.25
    revised: float = 0.15
    syndicated: float = 0.40
    attributed: float = 0.60
    papers: int = 10
    slips: float = 0.03
    contradictions: float = 0.15
    totals: float = 0.25
    running: float = 0.20
    increments: float = 0.60
    round_weeks: int = 4
