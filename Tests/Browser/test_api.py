"""The API against its own description: whatever is sent, no failure of ours and no answer that is not described."""

import uuid

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from programs import Program
from server import Server

@schemathesis.serializer("application/offset+octet-stream")
def piece_of_an_upload(context, value) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 40


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
    return [program.token for program in programs.values()]


def test_answers_are_as_described(api_server, tokens):
    # Not by the plugin's own parametrisation: what there is to ask is known only once a server runs.
    schema = schemathesis.openapi.from_url(f"{api_server.url}/api/v1/openapi.json")
    failures, count = [], 0
    for found in schema.get_all_operations():
        operation = found.ok()
        count += 1
        try:
            examine(operation, tokens)
        except (Exception, BaseExceptionGroup) as failure:  # each operation is told of, not only the first that fails
            failures.append(f"{operation.method.upper()} {operation.path}: {failure}")
    assert count >= 8
    assert not failures, "\n\n".join(failures)


def examine(operation, tokens: list[str]) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    def answers_as_described(case):
        for token in tokens:
            headers = {"Authorization": f"Bearer {token}"}
            if case.method.upper() == "POST":
                # The same key again would only give the first answer again.
                headers["Idempotency-Key"] = str(uuid.uuid4())
            case.call_and_validate(headers=headers, checks=CHECKS, timeout=20)

    answers_as_described()
