"""Documents and files."""

from datetime import datetime
from uuid import UUID

import pytest

from offices.models import CountryProfile
from tests.transit.checks.cases import BAD_DIGIT, BROKEN, MISSING, UNLISTED, Case, Change, Fine, found, prove, put

ITEM = "consignments[1].items[0]"
PREVIOUS = f"{ITEM}.previous_documents[0]"
SUPPORTING = f"{ITEM}.supporting_documents[0]"


def _quote(reference: str, kind: str = "MRN") -> Change:
    return put(f"{ITEM}.previous_documents", [{"type": kind, "reference": reference}])


pytestmark = pytest.mark.django_db


def _asked_for() -> None:
    CountryProfile.objects.filter(country="MY").update(document_types=["CERTIFICATE"])


FAILING = (
    Case("R-DOC-05", MISSING, "consignments", prepare=_asked_for),
    Case("R-DOC-01", MISSING, f"{PREVIOUS}.reference", put(f"{ITEM}.previous_documents", [{"type": "MRN"}])),
    Case("R-DOC-01", MISSING, f"{SUPPORTING}.type", put(f"{ITEM}.supporting_documents", [{"reference": "1"}])),
    Case("R-DOC-02", BROKEN, f"{PREVIOUS}.reference", _quote("24GB000246J8NY33L")),
    Case("R-DOC-03", BAD_DIGIT, f"{PREVIOUS}.reference", _quote("23CH9876AB889012J4")),
    Case(
        "R-DOC-04",
        UNLISTED,
        f"{SUPPORTING}.file",
        put(f"{ITEM}.supporting_documents", [{"type": "INVOICE", "reference": "1", "file": UUID(int=7)}]),
    ),
)

FINE = (
    Fine(
        "R-DOC-05", put(f"{ITEM}.supporting_documents", [{"type": "CERTIFICATE", "reference": "7"}]), prepare=_asked_for
    ),
    Fine("R-DOC-03", _quote("19IT02110010007827")),
    Fine("R-DOC-02", _quote("any number", "INVOICE")),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_documents_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_documents_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
