"""The import commands, as an operator runs them."""

import csv
import getpass
import hashlib
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from acts.common.models import HistoryEntry
from guarantees.models import ExchangeRate, RateRow, TariffEdition, TariffLine
from offices import audit

pytestmark = pytest.mark.django_db
Write = Callable[[str | bytes], Path]

TARIFF = "code,description_en,description_vi\n"
RATES = "country,code_prefix,duty_percent,consumption_tax_percent,valid_from\n"
GENERAL = "country,code_prefix,charge,basis,rate,unit,cumulation,valid_from,valid_until\n"
EXCHANGE = "base,quote,rate,valid_from\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(content: str | bytes) -> Path:
        path = tmp_path / "file.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return to_file


def refused(command: str, path: Path) -> list[str]:
    """The fault lines of an import that is refused with exit code 1."""
    with pytest.raises(CommandError) as caught:
        call_command(command, str(path), verbosity=0)
    assert caught.value.returncode == 1
    return [line for line in str(caught.value).splitlines() if line.startswith("line ")]


@pytest.mark.parametrize(
    ("command", "content", "fault"),
    [
        ("import_tariff", "", "line 1: the header should be code,"),
        ("import_tariff", "code,text\n", "line 1: the header should be code,"),
        ("import_tariff", TARIFF, "line 2: nothing stands below the header"),
        ("import_rates", RATES + "\n", "line 3: nothing stands below the header"),
        ("import_exchange", EXCHANGE, "line 2: nothing stands below the header"),
        ("import_tariff", TARIFF + "1234567,A,B\n", "line 2: code: '1234567' is not 8 digits"),
        ("import_tariff", TARIFF + "12345678,,B\n", "line 2: description_en is empty"),
        ("import_tariff", TARIFF + "12345678,A\n", "line 2: has 2 fields, not 3"),
        ("import_tariff", TARIFF + "12345678,A\0,B\n", "line 2: holds a NUL character"),
        ("import_tariff", TARIFF.encode() + b"12345678,\xff\xfe,B\n", "line 2: is not UTF-8"),
        ("import_tariff", TARIFF + '12345678,"A"x,B\n', "line 2: not readable as CSV"),
        ("import_tariff", TARIFF + '12345678,"A', "line 2: not readable as CSV"),
        ("import_tariff", TARIFF + "12345678,A,B\n12345678,C,D\n", "line 3: repeats line 2"),
        ("import_tariff", TARIFF + '12345678,"A\nA",B\n1,C,D\n', "line 4: code: '1' is not 8 digits"),
        ("import_rates", RATES + "FR,01,0,9,2026-01-01\n", "line 2: country: 'FR' is no member state"),
        ("import_rates", RATES + "SG,1,0,9,2026-01-01\n", "line 2: code_prefix: '1' is not 2 to 8 digits"),
        ("import_rates", RATES + "SG,01,x,9,2026-01-01\n", "line 2: duty_percent: 'x' is no number"),
        ("import_rates", RATES + "SG,01,NaN,9,2026-01-01\n", "line 2: duty_percent: 'NaN' is no plain number"),
        ("import_rates", RATES + "SG,01,1e3,9,2026-01-01\n", "line 2: duty_percent: '1e3' is no plain number"),
        ("import_rates", RATES + "SG,01,-1,9,2026-01-01\n", "line 2: duty_percent: -1 is negative"),
        ("import_rates", RATES + "SG,01,0,9.1234567,2026-01-01\n", "line 2: consumption_tax_percent: 9.1234567 has"),
        ("import_rates", RATES + "SG,01,0,9,01/01/2026\n", "line 2: valid_from: '01/01/2026' is no day"),
        ("import_rates", RATES + "SG,01,0,9,2026-02-30\n", "line 2: valid_from: '2026-02-30' is no day"),
        ("import_rates", GENERAL + "SG,01,TOLL,PERCENT,1,,0,2026-01-01,\n", "line 2: charge: 'TOLL' is none of"),
        ("import_rates", GENERAL + "SG,01,DUTY,FLAT,1,,0,2026-01-01,\n", "line 2: basis: 'FLAT' is none of"),
        ("import_rates", GENERAL + "SG,01,DUTY,SPECIFIC,1,,0,2026-01-01,\n", "line 2: unit: '' does not go with"),
        ("import_rates", GENERAL + "SG,01,DUTY,PERCENT,1,LTR,0,2026-01-01,\n", "line 2: unit: 'LTR' does not go with"),
        ("import_rates", GENERAL + "SG,01,DUTY,PERCENT,1,,x,2026-01-01,\n", "line 2: cumulation: 'x' is not"),
        (
            "import_rates",
            GENERAL + "SG,01,DUTY,PERCENT,1,,0,2026-01-02,2026-01-01\n",
            "line 2: valid_until lies before",
        ),
        ("import_exchange", EXCHANGE + "USD,XXX,1,2026-01-01\n", "line 2: quote: 'XXX' is no currency"),
        ("import_exchange", EXCHANGE + "USD,USD,1,2026-01-01\n", "line 2: base and quote are the same"),
        ("import_exchange", EXCHANGE + "USD,SGD,0,2026-01-01\n", "line 2: rate: must be greater than zero"),
        ("import_exchange", EXCHANGE + "USD,SGD,1.00000000001,2026-01-01\n", "line 2: rate: 1.00000000001 has"),
    ],
)
def test_bad_line_is_named(command: str, content: str | bytes, fault: str, write: Write) -> None:
    faults = refused(command, write(content))
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_import_stands_in_the_history_with_who_and_what(write: Write) -> None:
    path = write(EXCHANGE + "USD,SGD,1.3,2027-01-01\n")
    call_command("import_exchange", str(path), verbosity=0)
    subject = audit.subject(kind="guarantees.exchangerate", key="imports")
    entry = HistoryEntry.objects.filter(subject=subject).latest("sequence")
    assert (entry.verb, entry.actor) == ("import", f"command:{getpass.getuser()}")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert entry.data == {"kind": "guarantees.exchangerate", "file": "file.csv", "sha256": sha256, "rows": 1}


def test_refused_import_leaves_no_entry(write: Write) -> None:
    before = HistoryEntry.objects.count()
    refused("import_exchange", write(EXCHANGE))
    assert HistoryEntry.objects.count() == before


def test_every_bad_line_is_reported_and_nothing_imported(write: Write) -> None:
    path = write(TARIFF + "1,A,B\n99999999,Good,Good\n2,A,B\n99999998,,\n")
    assert [fault.split(":")[0] for fault in refused("import_tariff", path)] == ["line 2", "line 4", "line 5"]
    assert not TariffLine.objects.filter(code="99999999").exists()


def test_refused_edition_is_not_made(write: Write) -> None:
    with pytest.raises(CommandError):
        call_command("import_tariff", str(write(TARIFF + "1,A,B\n")), edition="AHTN 2099", verbosity=0)
    assert not TariffEdition.objects.filter(name="AHTN 2099").exists()


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_exchange", str(tmp_path / "none.csv"))


def test_tariff_again_changes_texts_and_keeps_marks(write: Write) -> None:
    options: dict[str, Any] = {"edition": "AHTN 2099", "valid_from": date(2099, 1, 1), "verbosity": 0}
    call_command("import_tariff", str(write("\ufeff" + TARIFF + "99999999,Old,\n")), **options)
    TariffLine.objects.filter(code="99999999").update(sensitive=True)
    call_command("import_tariff", str(write(TARIFF + "99999999,New,Mới\r\n\r\n")), **options)
    line = TariffLine.objects.get(code="99999999")
    assert (line.description_en, line.description_vi, line.sensitive) == ("New", "Mới", True)


def test_short_rates_become_duty_and_tax_on_top(write: Write) -> None:
    call_command("import_rates", str(write(RATES + "SG,9901,2.5,9,2026-01-01\n")), verbosity=0)
    rows = RateRow.objects.filter(code_prefix="9901").order_by("cumulation")
    assert [(row.charge, row.rate, row.cumulation) for row in rows] == [
        ("DUTY", Decimal("2.5"), 0),
        ("CONSUMPTION_TAX", 9, 1),
    ]


def test_general_rates_say_everything(write: Write) -> None:
    path = write(GENERAL + "SG,2203,EXCISE,SPECIFIC,60.25,LTR,1,2026-01-01,2026-12-31\n")
    call_command("import_rates", str(path), verbosity=0)
    row = RateRow.objects.get(code_prefix="2203", charge="EXCISE")
    assert (row.basis, row.rate, row.unit, row.valid_until) == ("SPECIFIC", Decimal("60.25"), "LTR", date(2026, 12, 31))


@pytest.mark.parametrize(("command", "model"), [("import_rates", RateRow), ("import_exchange", ExchangeRate)])
def test_import_again_changes_nothing(command: str, model: Any) -> None:
    name = {"import_rates": "duty-rates-sample.csv", "import_exchange": "exchange-sample.csv"}[command]
    before = list(model.objects.order_by("pk").values())
    assert before
    call_command(command, str(Path(settings.BASE_DIR) / "fixtures" / name), verbosity=0)
    assert list(model.objects.order_by("pk").values()) == before


def test_progress_is_shown(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_exchange", str(write(EXCHANGE + "USD,SGD,1.3,2027-01-01\n")))
    shown = capsys.readouterr()
    assert "1 lines" in shown.err
    assert "1 rows imported from file.csv" in shown.out


@pytest.mark.slow
def test_whole_tariff_is_imported() -> None:
    path = os.environ.get("AHTN_CSV")
    if not path:
        pytest.skip("AHTN_CSV does not name the whole tariff")
    call_command("import_tariff", path, edition="whole", verbosity=0)
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert set(TariffLine.objects.filter(edition__name="whole").values_list("code", flat=True)) == codes
    assert len(codes) == 11414
