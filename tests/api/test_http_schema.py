"""The service against its own OpenAPI document: whatever the document allows is asked, and all that it says is held."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
import serving
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from graph_service.api.past import DAY, KNOWN
from graph_service.api.sparql_document import QUERY_FORMAT

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

QUERIES = (
    "ASK {}",
    "SELECT * { ?plan a rt:Plan } LIMIT 3",
    "CONSTRUCT WHERE { ?goal a rt:EffectGoal ; dcterms:title ?title }",
    "DESCRIBE rt:Goal",
)

schemathesis.openapi.format(QUERY_FORMAT, st.sampled_from(QUERIES))
schemathesis.openapi.format(DAY, st.just("2019-12-31"))
schemathesis.openapi.format(KNOWN, st.sampled_from(("1", "2026-11")))


@schemathesis.serializer("application/sparql-query")
def _as_it_is(_context: schemathesis.SerializationContext, value: object) -> bytes:
    return str(value).encode()


@pytest.fixture(scope="session")
def document(server: serving.Server) -> schemathesis.BaseSchema:
    """Give the OpenAPI document of the running service."""
    return schemathesis.openapi.from_url(f"{server.url}/openapi.json")


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    """Give the connections that all requests share."""
    with requests.Session() as made:
        yield made


schema = schemathesis.pytest.from_fixture("document")


@schema.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_the_service_does_what_its_document_says(case: "schemathesis.Case[Any]", session: requests.Session) -> None:
    """What the document allows is answered as it says, and what it does not allow is refused as it says."""
    if (case.query or {}).get("format") == "events":
        return  # an answer without an end; the tests of changes read it
    # What a plan must say is told by shapes, and no schema of JSON can draw one by chance; nor a link, or a token.
    changes = case.operation.path.startswith("/api/v1/") and case.operation.method.upper() != "GET"
    case.call_and_validate(session=session, excluded_checks=[positive_data_acceptance] if changes else [])
