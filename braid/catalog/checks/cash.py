"""How money arrives, and the cash of organizations: terms and sums that mean nothing together."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.view import View
from braid.catalog.checks.words import usd
from braid.catalog.things import recipient_of
from braid.problems import Problem
from braid.reading.document import Document, Path
from braid.schema.payment import Payment


def check(view: View) -> Iterator[Problem]:
    """Payment terms of streams and awards, then organizations whose cash is followed."""
    yield from check_streams(view)
    for path, award in view.awards():
        if award.payment is not None:
            yield from _payment(view.document, (*path, "payment"), award.payment)
    yield from _organizations(view)


def check_streams(view: View) -> Iterator[Problem]:
    """Payment terms of streams."""
    for name, stream in sorted(view.library.streams.items()):
        document = view.library.document_of("stream", name)
        if document is not None:
            yield from _payment(document, ("payment",), stream.payment)


def _payment(document: Document, path: Path, payment: Payment) -> Iterator[Problem]:
    said = payment.model_fields_set
    if payment.method != "reimbursement" and payment.lag_days:
        message = (
            f"'lag_days' says when a claim is paid, but the money comes as '{payment.method}'."
        )
        remedy = "Leave it out, or write: {method: reimbursement, lag_days: 45}"
        yield Problem("B235", message, remedy, document.place((*path, "lag_days")))
    if payment.method != "upfront" and "lends" in said and payment.lends:
        message = (
            "'lends' is about money that comes before it is spent, but this comes as"
            f" '{payment.method}'."
        )
        remedy = "Leave it out, or write: {method: upfront, lends: true}"
        yield Problem("B235", message, remedy, document.place((*path, "lends")))


def _organizations(view: View) -> Iterator[Problem]:
    receiving = {
        recipient_of(view.scenario, award)
        for _, award in view.awards()
        if award.form == "cash" and not _entitled(view, award.stream)
    }
    for path, organization in view.organizations():
        cash = organization.cash
        if cash is None:
            continue
        if cash.minimum > cash.opening:
            message = (
                f"'{organization.id}' begins with {usd(cash.opening)} and always keeps"
                f" {usd(cash.minimum)}: it has to borrow the difference whatever it is paid."
            )
            remedy = "Correct one of the two, if that is not meant."
            yield view.problem("B236", message, remedy, (*path, "cash"), "warning")
        if organization.id not in receiving and view.complete("awards"):
            message = f"Nothing moves the cash of '{organization.id}': no award in cash is its own."
            remedy = "State the cash of the organization that receives the awards."
            yield view.problem("B237", message, remedy, (*path, "cash"), "warning")


def _entitled(view: View, stream: str) -> bool:
    file = view.library.streams.get(stream)
    return file is not None and file.entitlement
