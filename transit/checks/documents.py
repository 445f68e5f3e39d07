"""Documents: previous ones with right numbers, supporting ones referenced, files that are there (spec section 4)."""

from collections.abc import Iterator
from typing import Any

from acts.common import numbers
from acts.common.findings import Finding
from transit.checks.answer import bad_digit, broken, missing, unlisted
from transit.codelists import document_types
from transit.facts import Facts, rows, text


def _previous(facts: Facts) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for index, item in enumerate(facts.items):
        if item.previous_documents:
            for place, row in enumerate(rows(item.previous_documents)):
                yield index, f"previous_documents[{place}]", row


def _supporting(facts: Facts) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for index, item in enumerate(facts.items):
        if item.supporting_documents:
            for place, row in enumerate(rows(item.supporting_documents)):
                yield index, f"supporting_documents[{place}]", row


def r_doc_01(facts: Facts) -> Iterator[Finding]:
    """Every document has type and reference."""
    for source in (_previous, _supporting):
        for index, path, row in source(facts):
            for field in ("type", "reference"):
                if not row.get(field):
                    yield missing("R-DOC-01", facts.item_path(index, f"{path}.{field}"), f"the {field} is required")


def _quoted(facts: Facts) -> Iterator[tuple[str, str]]:
    """Path and number of every quoted MRN."""
    for index, path, row in _previous(facts):
        reference = text(row.get("reference"))
        if row.get("type") == document_types.MRN and reference:
            yield facts.item_path(index, f"{path}.reference"), reference


def r_doc_02(facts: Facts) -> Iterator[Finding]:
    """A quoted MRN, foreign or older ones included, has the form of one."""
    for path, reference in _quoted(facts):
        if numbers.QUOTED_MRN.fullmatch(reference) is None:
            yield broken("R-DOC-02", path, "year, country, 13 characters, check digit", reference)


def r_doc_03(facts: Facts) -> Iterator[Finding]:
    """The check digit of a quoted MRN is right."""
    for path, reference in _quoted(facts):
        if numbers.QUOTED_MRN.fullmatch(reference) and not numbers.is_mrn(reference, quoted=True):
            message = f"the check digit should be {numbers.check_digit(reference[:-1])}"
            yield bad_digit("R-DOC-03", path, message, reference)


def r_doc_04(facts: Facts) -> Iterator[Finding]:
    """A file a document points to was uploaded to this declaration."""
    for index, path, row in _supporting(facts):
        file = row.get("file")
        if file and str(file) not in facts.reference.attachments:
            yield unlisted("R-DOC-04", facts.item_path(index, f"{path}.file"), "no file of this declaration", file)


def r_doc_05(facts: Facts) -> Iterator[Finding]:
    """Each country of the route finds the documents that its profile asks for, referenced or attached to any item."""
    held = {row.get("type") for _, _, row in _supporting(facts) if row.get("reference") or row.get("file")}
    for country in facts.countries:
        profile = facts.reference.profiles.get(country)
        for kind in profile.document_types if profile is not None else ():
            if kind and kind not in held:
                text = f"{country} asks for a document of type {kind}: name it with an item"
                yield missing("R-DOC-05", "consignments", text)


RULES = (r_doc_01, r_doc_02, r_doc_03, r_doc_04, r_doc_05)
