"""The routes do what their OpenAPI description says, for made-up requests that fit it and that do not."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from starlette.applications import Starlette

from atlas.api import data_routes, packages, parameters
from atlas.export import API, keys_of, shape_of
from atlas.selection import values
from atlas.status import History
from atlas.tables import Tables

POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
EXAMPLES = {POSITIVE: 3, NEGATIVE: 6}


@pytest.fixture(scope="module")
def operations(tables: Tables, history: History) -> list[Any]:
    """Every operation that the description of the routes has."""
    days = st.dates(date(values.EARLIEST_YEAR, 1, 1), tables.checked).map(str)
    schemathesis.openapi.format("date", days)
    schemathesis.openapi.format(
        parameters.PARTIAL, st.builds(lambda day, size: day[:size], days, st.sampled_from([4, 7, 10]))
    )
    app = Starlette(routes=data_routes(history, tables, ""))
    described = schemathesis.openapi.from_asgi(f"{API}/openapi.json", app)
    return [found.ok() for found in described.get_all_operations()]


def agreeing(case: schemathesis.Case, tables: Tables) -> schemathesis.Case:
    """The case without keys that do not go with the others, which OpenAPI cannot say."""
    query = dict(case.query)
    if case.operation.path == f"/{packages.NAME}":
        named = query.get("tables", "status").split(",")
        taken = {key for name in named for key in keys_of(shape_of(tables, name))}
        query = {key: value for key, value in query.items() if key in ("tables", *taken)}
    left_out = {"year"} if "on" in query else set()
    left_out |= {"from"} if query.get("from", "") > query.get("to", "~") else set()
    case.query = {key: value for key, value in query.items() if key not in left_out}
    return case


def answers(operation: Any, mode: GenerationMode, tables: Tables) -> Counter[int]:
    """How often each status came back; every answer was checked in every way that the description allows."""
    statuses = Counter[int]()

    @settings(max_examples=EXAMPLES[mode], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def checked(case: schemathesis.Case) -> None:
        asked = agreeing(case, tables) if mode is POSITIVE else case
        statuses[asked.call_and_validate().status_code] += 1

    checked()
    return statuses


def test_a_request_that_fits_the_description_is_answered_as_it_says(operations: list[Any], tables: Tables) -> None:
    found = {operation.label: answers(operation, POSITIVE, tables) for operation in operations}
    assert {label: statuses for label, statuses in found.items() if set(statuses) != {200}} == {}


def test_a_request_that_does_not_fit_it_is_refused(operations: list[Any], tables: Tables) -> None:
    """A key with an empty list for its value is not sent at all: what is left of such a request may be answered."""
    found = {operation.label: answers(operation, NEGATIVE, tables) for operation in operations if any(operation.query)}
    assert len(found) > len(operations) / 2
    assert {label: statuses for label, statuses in found.items() if statuses[400] < EXAMPLES[NEGATIVE] / 2} == {}
    assert set().union(*found.values()) <= {200, 400}


def test_an_answer_that_contradicts_the_description_is_found(operations: list[Any]) -> None:
    operation = next(each for each in operations if each.label == "GET /counts.json")
    case = operation.Case(query={"treaty": "mbt"})
    answer = case.call()
    answer.content = answer.content.replace(b'"party": ', b'"party": 0.5', 1)
    with pytest.raises(FailureGroup, match="party"):
        case.validate_response(answer)
