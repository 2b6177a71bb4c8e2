"""What is said of a partnership before there is a file: the answers that ``braid new`` gathers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from braid.record import record

ORGANIZATION = "lead"
"""The id of the only organization of a draft."""
EMPLOYER = "employer"
"""The id of its only employer."""
LONGEST = 40
"""Letters of an id that is made of a name."""


@record
class Program:
    """A training program: weeks that nobody has said are guessed from what the money asks."""

    id: str
    name: str
    weeks: Decimal | None = None
    tuition: Decimal = Decimal(3000)


@record
class Group:
    """People who start together."""

    id: str
    program: str
    people: int
    start: date | None = None


@record
class Money:
    """An award: its stream, and what is said of it. Entitlements have no amount."""

    id: str
    stream: str
    amount: Decimal | None = None
    end: date | None = None


@record
class Line:
    """A cost line of the draft; ``program`` where it is for one program only."""

    id: str
    category: str
    per_participant: Decimal | None = None
    amount: Decimal | None = None
    when: str = ""
    program: str = ""
    borne_by: str = ""
    for_stream: str = ""
    """The stream for whose sake alone the line is there."""
    floor: bool = False
    """Whether it is there because the stream must spend a part of its money on this."""


@record
class Answers:
    """Everything that was asked."""

    name: str
    start: date
    end: date
    programs: tuple[Program, ...]
    groups: tuple[Group, ...]
    money: tuple[Money, ...]
    state: str = ""
    employer: str = ""
    staff: Decimal = Decimal(0)
    support: Decimal = Decimal(0)


def id_of(name: str, taken: Iterable[str], otherwise: str) -> str:
    """An id for a name: its letters and digits without accents, unlike those that are taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:LONGEST].strip("_") or otherwise
    known = set(taken)
    found, number = short, 2
    while found in known:
        found, number = f"{short}_{number}", number + 1
    return found


def last_day(start: date, weeks: Decimal) -> date:
    """The last day of training."""
    return start + timedelta(days=int((weeks * 7).to_integral_value(ROUND_CEILING)) - 1)
