"""What truly happened: districts and towns, incidents, displacement."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

from conflict.names import ACTORS, COUNTRY, Name, places
from conflict.settings import Settings

KINDS = (("shelling", "heavy-weapons"), ("air strike", "aerial"), ("clashes", "firearms"), ("explosion", "explosives"))
"""Kinds of incidents with their PLOVER mode."""


@dataclass(frozen=True, slots=True)
class Place:
    """A province, district or town. `parent` is the code of the unit above it; towns have no code of their own."""

    code: str
    name: Name
    level: int
    lat: float
    lon: float
    parent: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happened. `town` is a town's code; `week` counts from 0."""

    id: str
    day: dt.date
    week: int
    town: str
    district: str
    kind: int
    actor: int
    target: int
    killed: int
    wounded: int


@dataclass(slots=True)
class World:
    """The truth. `new`, `returned` by (district, week): persons; `stock` at the end of the week."""

    settings: Settings
    provinces: dict[str, Place] = field(default_factory=dict)
    districts: dict[str, Place] = field(default_factory=dict)
    towns: dict[str, Place] = field(default_factory=dict)
    incidents: list[Incident] = field(default_factory=list)
    new: dict[tuple[str, int], int] = field(default_factory=dict)
    returned: dict[tuple[str, int], int] = field(default_factory=dict)
    stock: dict[tuple[str, int], int] = field(default_factory=dict)

    def monday(self, week: int) -> dt.date:
        """The first day of a week."""
        return self.settings.start + dt.timedelta(days=7 * week)

    def dead(self, category: str = "killed") -> dict[tuple[str, int], int]:
        """Killed (or wounded) by district and week."""
        out: dict[tuple[str, int], int] = defaultdict(int)
        for incident in self.incidents:
            out[incident.district, incident.week] += getattr(incident, category)
        return out


def make_world(settings: Settings) -> World:
    """A world from its settings: the same settings give the same world."""
    random = Random(settings.seed)
    world = World(settings)
    _map(world, random)
    _incidents(world, random)
    _displacement(world, random)
    return world


def _map(world: World, random: Random) -> None:
    s = world.settings
    names = iter(places(Random(s.seed + 3), s.adm1 * (1 + s.adm2 * (1 + s.towns))))
    across = math.ceil(math.sqrt(s.adm1))
    for p in range(s.adm1):
        code = f"XM{p + 1:02d}"
        lat, lon = 20.0 + 3.2 * (p // across), -42.0 + 3.2 * (p % across)
        world.provinces[code] = Place(code, next(names), 1, lat + 1.2, lon + 1.2, s.country)
        side = math.ceil(math.sqrt(s.adm2))
        for d in range(s.adm2):
            inner = f"{code}{d + 1:02d}"
            y, x = lat + 0.8 * (d // side), lon + 0.8 * (d % side)
            world.districts[inner] = Place(inner, next(names), 2, y, x, code)
            for t in range(s.towns):
                turn = 2 * math.pi * t / s.towns
                town = Place(
                    f"{inner}T{t + 1:02d}", next(names), 3, round(y + 0.14 * math.sin(turn), 4),
                    round(x + 0.14 * math.cos(turn), 4), inner,
                )  # fmt: skip
                world.towns[town.code] = town
    assert COUNTRY.en


def _deaths(random: Random) -> int:
    """Heavy-tailed: most incidents kill nobody or a few, some dozens."""
    if random.random() < 0.22:
        return 0
    return min(160, int(1.0 * (1.0 - random.random()) ** (-1 / 1.25)))


def _incidents(world: World, random: Random) -> None:
    s = world.settings
    by_district: dict[str, list[str]] = defaultdict(list)
    for town in world.towns.values():
        by_district[town.parent].append(town.code)
    for district, towns in by_district.items():
        # The fighting flares up and dies down: what a week was like carries over to the next.
        heat = random.gauss(0.0, 0.7)
        front = random.choice(towns)
        for week in range(s.weeks):
            heat = 0.7 * heat + random.gauss(0.0, 0.55)
            if random.random() < 0.15:
                front = random.choice(towns)
            for _ in range(_poisson(random, s.incidents_per_week * math.exp(heat - 0.3))):
                town = front if random.random() < 0.35 else random.choice(towns)
                day = world.monday(week) + dt.timedelta(days=random.randrange(7))
                kind = random.randrange(len(KINDS))
                _add(world, random, day, week, town, district, kind)
                if random.random() < s.siblings:
                    _add(world, random, day, week, town, district, (kind + 1 + random.randrange(3)) % len(KINDS))


def _add(world: World, random: Random, day: dt.date, week: int, town: str, district: str, kind: int) -> None:
    killed = _deaths(random)
    wounded = _poisson(random, 0.6 + killed * random.uniform(0.5, 2.6))
    if killed + wounded == 0:
        wounded = 1
    actor = random.randrange(len(ACTORS))
    target = (actor + 1 + random.randrange(len(ACTORS) - 1)) % len(ACTORS)
    number = len(world.incidents) + 1
    world.incidents.append(
        Incident(f"i{number:05d}", day, week, town, district, kind, actor, target, killed, wounded)
    )  # fmt: skip


def _displacement(world: World, random: Random) -> None:
    fled: dict[tuple[str, int], float] = defaultdict(float)
    for incident in world.incidents:
        fled[incident.district, incident.week] += 40 * (1 + incident.killed) * random.uniform(0.3, 2.0)
    for district in world.districts:
        here = 0
        for week in range(world.settings.weeks):
            new = int(fled[district, week]) + random.randrange(0, 25)
            back = int(here * random.uniform(0.0, 0.12)) if week > 5 else 0
            here += new - back
            world.new[district, week], world.returned[district, week] = new, back
            world.stock[district, week] = here


def _poisson(random: Random, mean: float) -> int:
    limit, product, count = math.exp(-min(mean, 500.0)), random.random(), 0
    while product > limit:
        product *= random.random()
        count += 1
    return count
