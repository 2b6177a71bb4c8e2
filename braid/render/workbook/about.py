"""The last sheet, for a monitor: from which plan the workbook was made and how to check it."""

from __future__ import annotations

from braid.render.source import Source
from braid.render.workbook.book import Book
from braid.render.workbook.sheet import Col


def about(book: Book, source: Source) -> None:
    """Which plan, which files with which SHA-256, which versions; what was cut."""
    plan = source.plan
    sheet = book.sheet(
        "About", [44, 72], "About this workbook",
        "It was made from the files of a plan's folder alone; nothing was solved again. Once the"
        " plan is solved again it no longer says what the folder says: make it again then.",
    )  # fmt: skip
    heads = [Col("What", "Label"), Col("Is", "Wrapped")]
    sheet.section("The plan")
    sheet.table(heads, [
        ["Plan", plan.name],
        ["Made", f"{source.made:%Y-%m-%d %H:%M:%S} UTC"],
        ["Audit", "passed" if plan.audit_passed else "NOT passed"],
        ["Tables", f"edited since: plan.json differs in {source.edited}" if source.edited
         else "as the plan was written"],
        *([name, version] for name, version in sorted(plan.run.versions.items())),
    ])  # fmt: skip
    sheet.section("The files that it was made from, by SHA-256")
    sheet.note(
        "sha256sum *.csv plan.json in the plan's folder prints the same while it is this plan."
    )
    sheet.table([Col("File", "Label"), Col("SHA-256", "Wrapped")], sorted(source.files.items()))
    if plan.run.inputs:
        sheet.section("What the plan was made from, by SHA-256")
        rows = [[f"inputs/{name}", sha] for name, sha in sorted(plan.run.inputs.items())]
        sheet.table([Col("File", "Label"), Col("SHA-256", "Wrapped")], rows)
    problems = plan.tables["problems"].rows()
    if problems:
        sheet.section("Remarks on the input")
        sheet.table([Col("Place", "Label"), Col("Remark", "Wrapped")], [
            [f"{r['code']} {r['place']}".strip(), f"{r['message']} {r['remedy']}".strip()]
            for r in problems
        ])  # fmt: skip
    sheet.section("How to use it")
    for text in (
        "Sums are formulas over the sheets Charges and Unfunded: change an amount there and the"
        " budget, the awards and the summary follow. Checks that are not zero turn red.",
        "An edited workbook is no plan any more: braid audit checks the folder, not this file.",
        "Styles are named (braid money, braid head, ...): change one, and all its cells follow.",
        *book.texts.told(),
    ):
        sheet.note(text, "Subtitle")
    sheet.done()
