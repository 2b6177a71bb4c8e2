"""Which money there is: streams, amounts, last days, and what stands beside it as match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.catalog.drafting.answers import Answers, Line, Money, id_of
from braid.catalog.drafting.costs import STAFF, SUPPORT, TUITION
from braid.catalog.drafting.draft import is_entitlement
from braid.catalog.drafting.wanted import Law
from braid.cli.drafting import asking
from braid.cli.drafting.asking import WrongAnswer, ask, option
from braid.cli.options import talk
from braid.render.words import day as spelled

if TYPE_CHECKING:
    from braid.catalog.whole import WholeLibrary
    from braid.cli.drafting.streams import Choice


@dataclass
class MoneyQuestions:
    """Asked stream by stream; ``said`` are those of the options."""

    said: Sequence[str]
    choice: Choice
    library: WholeLibrary
    asks: bool
    known: Answers

    def answered(self) -> Answers:
        """The answers with the money, and the state whose own stream is among it."""
        found: list[Money] = []
        for said in self.said:
            found.append(option(lambda text: self._award(text, found), said, "--stream"))
        if not found and not self.asks:
            found.append(self._of(self.choice.usual, found))
        if not found:
            talk("\nWhich money is there? These are the streams whose rules braid knows:\n")
            self.choice.show()
            talk("")
        while self.asks and not self.said:
            stream = self._stream(first=not found)
            if stream is None:
                break
            found.append(self._asked(stream, found))
            beside = self._beside(stream)
            if beside is not None:
                found.append(self._asked(beside, found))
        states = {self._state(money.stream) for money in found} - {""}
        state = states.pop() if len(states) == 1 else ""
        return replace(self.known, money=tuple(found), state=state)

    def _stream(self, first: bool) -> str | None:
        """The next stream; a part of a name that several share shows these."""
        question = "A number, a name or a part of one?" if first else "More money?"
        default = self.choice.usual if first else ""
        return ask(question, default, self._one, default or "no more")

    def _one(self, said: str) -> str | None:
        if not said:
            return None
        found = self.choice.found(said)
        if len(found) > 1:
            self.choice.show(found)
            raise WrongAnswer("Which of them?")
        return self.choice.one(said)

    def _beside(self, stream: str) -> str | None:
        """The match of an award that pays only beside other money, if it is known who gives it."""
        usual = (Line("tuition", TUITION), Line("fares", SUPPORT), Line("coach", STAFF))
        reasons = list(Law(self.library, self.known).money_beside(stream, usual))
        if not reasons:
            return None
        for why in reasons:
            talk(f"  It pays only beside other money. {why}")
        return ask("  Which money stands beside it?", "", self._one, "none yet")

    def _asked(self, stream: str, found: list[Money]) -> Money:
        """How much of it there is, and until when."""
        money = self._of(stream, found)
        talk(f"  {self.choice.names[stream]}")
        if is_entitlement(self.library, stream):
            talk("  The law says by a formula what it pays: there is no amount.")
            return money
        amount = ask("  How much, in dollars?", "", _some_or_none, "as much as it may pay here")
        money = replace(money, amount=amount)
        end = ask("  Its last day?", "", self._end, "as the law has it")
        return replace(money, end=end)

    def _end(self, said: str) -> date | None:
        if not said:
            return None
        end = asking.day(said)
        if end < self.known.start:
            raise WrongAnswer(
                f"It would end before the plan begins on {spelled(self.known.start)}."
            )  # fmt: skip
        return end

    def _of(self, stream: str, found: Sequence[Money]) -> Money:
        return Money(id_of(stream, [money.id for money in found], "award"), stream)

    def _award(self, said: str, found: Sequence[Money]) -> Money:
        """``wioa_adult=150000@2027-12-31``."""
        named, _, rest = said.partition("=")
        money = self._of(self.choice.one(named), found)
        amount, _, until = rest.partition("@")
        if amount.strip():
            if is_entitlement(self.library, money.stream):
                raise WrongAnswer(f"'{money.stream}' has no amount: a formula says what it pays.")
            money = replace(money, amount=_some(amount.strip()))
        return replace(money, end=self._end(until.strip()))

    def _state(self, stream: str) -> str:
        """The state whose stream it is, where the library holds rules of that state."""
        above = self.library.files[stream].path.parent
        of_state = {file.state for file in self.library.overlays}
        return above.name if above.parent.name == "state" and above.name in of_state else ""


def _some(said: str) -> Decimal:
    return asking.dollars(said, Decimal("0.01"))


def _some_or_none(said: str) -> Decimal | None:
    return _some(said) if said else None
