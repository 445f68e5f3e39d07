"""The registry: every rule has its proof, in the order of the specification, and is pure."""

import importlib
import pkgutil
from dataclasses import replace
from datetime import datetime
from types import ModuleType
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.transit import checks as package
from tests.transit.checks import base
from tests.transit.checks.cases import Case
from transit import checks, samples
from transit.facts import Facts
from transit.selectors.reference import reference_for


def _modules() -> list[ModuleType]:
    names = [row.name for row in pkgutil.iter_modules(package.__path__) if row.name not in ("test_init", "base")]
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]


def test_every_registered_rule_has_a_failing_case() -> None:
    cases: list[Case] = [case for module in _modules() for case in getattr(module, "FAILING", ())]
    assert {case.code for case in cases} == {
        checks.code_of(rule) for rule in (*checks.RULES, *checks.WARNINGS, *checks.HINTS)
    }


def test_every_rule_function_is_registered_once() -> None:
    written = [
        value
        for row in pkgutil.iter_modules(checks.__path__)
        for name, value in vars(importlib.import_module(f"transit.checks.{row.name}")).items()
        if name.startswith("r_") and value.__module__.endswith(f".{row.name}")
    ]
    registered = [*checks.RULES, *checks.WARNINGS, *checks.HINTS]
    assert len(registered) == len(set(registered))
    assert set(written) == set(registered)


@pytest.mark.django_db
@pytest.mark.parametrize("rule", [*checks.RULES, *checks.WARNINGS, *checks.HINTS], ids=checks.code_of)
def test_rule_finds_nothing_in_a_valid_declaration(rule: checks.Rule, at: datetime) -> None:
    facts = base.facts(samples.load("singapore-bangkok", at=at), at=at)
    assert list(rule(facts)) == []


@pytest.mark.django_db
def test_run_answers_all_findings_at_once_without_a_query(
    at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    content = samples.load("singapore-bangkok", at=at, lrn="a b", seals=["SG204418"], country_of_dispatch="XX")
    facts = base.facts(content, at=at)
    with django_assert_num_queries(0):
        found = [row.code for row in checks.run(facts)]
    assert found == ["R-LRN-01", "R-LOC-03", "R-SEAL-02"]


@pytest.mark.django_db
def test_run_survives_an_empty_draft(at: datetime) -> None:
    firm = base.register(samples.load("singapore-bangkok", at=at))
    parts = base.parts({"lrn": "EMPTY"}, principal=firm, at=at)
    facts = Facts(parts, reference_for(parts, at), at)
    paths = {row.path for row in checks.run(facts)}
    assert {"office_of_departure", "guarantees", "carrier", "vehicle.kind", "driver.name", "consignments"} <= paths


@pytest.mark.django_db
def test_run_names_a_file_of_the_declaration_as_known(at: datetime) -> None:
    content = samples.load("singapore-bangkok", at=at)
    facts = base.facts(content, at=at)
    key = UUID(int=7)
    facts.items[0].supporting_documents = [{"type": "INVOICE", "reference": "1", "file": str(key)}]
    known = Facts(facts.parts, replace(facts.reference, attachments=frozenset({str(key)})), at)
    assert [row.code for row in checks.run(facts)] == ["R-DOC-04"]
    assert checks.run(known) == []
