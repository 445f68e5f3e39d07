"""The names of tables, columns and codes can be translated: they are what the administration is made of."""

import pytest
from django.apps import apps
from django.db.models import Field, Model, TextChoices
from django.template import Context, Template
from django.utils.functional import Promise

from guarantees.enums import ClaimState, GuaranteeState
from transit.enums import ArrivalState, PassageState, State

# Rows that no page and no answer names.
UNSEEN = {"common.WorkerPulse", "common.KeptAnswer", "offices.RegisterStamp"}


def _ours(model: type[object]) -> bool:
    return model.__module__.split(".")[0] in ("acts", "offices", "guarantees", "transit")


MODELS = [row for row in apps.get_models() if _ours(row) and not row._meta.proxy and row._meta.label not in UNSEEN]


def _columns(model: type[Model]) -> list[Field]:
    """Its own: a library names those of its models itself."""
    others = [base for base in model.__mro__ if hasattr(base, "_meta") and not _ours(base)]
    borrowed = {field.name for base in others for field in base._meta.fields}
    return [row for row in model._meta.local_fields if not row.auto_created and row.name not in borrowed]


def test_every_table_and_column_has_a_name_that_can_be_translated() -> None:
    plain = [row._meta.label for row in MODELS if not isinstance(row._meta.verbose_name, Promise)]
    columns = [column for model in MODELS for column in _columns(model)]
    assert plain + [str(column) for column in columns if not isinstance(column.verbose_name, Promise)] == []
    assert [str(column) for column in columns if column.help_text and not isinstance(column.help_text, Promise)] == []


def test_every_code_has_a_name_that_can_be_translated() -> None:
    coded = [(column, label) for model in MODELS for column in _columns(model) for _code, label in column.flatchoices]
    assert len(coded) > 100
    assert {str(column) for column, label in coded if not isinstance(label, Promise)} == set()


@pytest.mark.parametrize("codes", [State, PassageState, ArrivalState, GuaranteeState, ClaimState])
def test_pages_say_a_state_in_the_words_of_its_code_list(codes: type[TextChoices]) -> None:
    """So both are one message of a catalogue."""
    said = Template("{% load pages %}{{ code|words }}")
    assert [said.render(Context({"code": code.value})) for code in codes] == [str(code.label) for code in codes]
