"""The API against its own description: whatever is sent, no failure of ours and no answer that is not described."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from programs import Program
from server import Server

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def api_server(folder):
    """Of its own: what is sent at random fails to sign in, again and again."""
    server = Server(folder / "api").fill().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def tokens(api_server):
    programs = {name: Program(api_server, name) for name in ("citizen", "clerk")}
    programs["citizen"].file()
    return {name: program.token for name, program in programs.items()}


@pytest.fixture(scope="module")
def api_schema(api_server, tokens):
    # Signing in is tried last and little: failing slows down whoever comes from the same address.
    return schemathesis.openapi.from_url(f"{api_server.url}/api/v1/openapi.json")


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(case, tokens):
    for token in tokens.values():
        headers = {"Authorization": f"Bearer {token}"}
        if case.method in ("POST", "PATCH", "PUT", "DELETE"):
            # The same key again would only give the first answer again.
            headers["Idempotency-Key"] = schemathesis_key()
        case.call_and_validate(headers=headers, checks=CHECKS, timeout=20)


def schemathesis_key() -> str:
    import uuid

    return str(uuid.uuid4())
