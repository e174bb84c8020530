"""What an operator does: start, stop, TLS, settings, accounts and jobs by the command line."""

import http.client
import json
import re
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request

import pytest

from server import Server, temporary_folder


@pytest.fixture
def filled():
    server = Server(temporary_folder() / "data").fill()
    yield server
    server.stop()


def fetch(server: Server, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(server.url + path, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def failing(server: Server, *words: str, **environment: str) -> str:
    """What a command says that cannot be carried out."""
    done = subprocess.run(
        server.command(*words), capture_output=True, text=True, timeout=60, env=server.environment | environment,
        cwd=server.data.parent,
    )
    assert done.returncode != 0, done.stdout
    return done.stdout + done.stderr


def test_it_says_that_it_lives_and_can_work(filled):
    filled.start()
    assert fetch(filled, "/healthz") == (200, "ok\n")
    assert fetch(filled, "/readyz") == (200, "ready\n")
    status, figures = fetch(filled, "/metrics")
    assert status == 200
    assert "# TYPE" in figures and 'door="GET /healthz"' in figures


def test_figures_from_elsewhere_need_a_token(filled):
    token = "0123456789abcdef-figures"
    assert "metrics-token (command line)" in failing(filled, "serve", "--metrics-token", "short")
    filled.start(0, "--metrics-token", token)
    assert fetch(filled, "/metrics")[0] == 401
    request = urllib.request.Request(f"{filled.url}/metrics", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert "# TYPE" in answer.read().decode()
    filled.stop()
    filled.start(0, "--behind-proxy")
    for client, status in [("203.0.113.9", 403), ("127.0.0.1", 200)]:
        connection = http.client.HTTPConnection("127.0.0.1", filled.port, timeout=10)
        connection.request("GET", "/metrics", headers={"X-Forwarded-For": client})
        assert connection.getresponse().status == status
        connection.close()


def test_its_log_is_one_json_object_a_line_without_what_people_typed(filled):
    filled.start()
    fetch(filled, "/procedures?q=khai+sinh+cua+toi")
    filled.stop()
    lines = [line for line in filled.logged().splitlines() if line.startswith("{")]
    assert lines
    for line in lines:
        assert {"time", "level", "message"} <= json.loads(line).keys()
    assert "khai+sinh" not in filled.logged()


def test_a_term_signal_lets_requests_finish(filled):
    filled.start()
    connection = http.client.HTTPConnection("127.0.0.1", filled.port, timeout=20)
    body = b"login=citizen&password=" + filled.password.encode()
    connection.putrequest("POST", "/sign-in")
    connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders()
    connection.send(body[:10])
    stopping = threading.Thread(target=filled.process.terminate)
    time.sleep(0.3)
    stopping.start()
    time.sleep(0.3)
    connection.send(body[10:])
    assert connection.getresponse().status == 303
    connection.close()
    assert filled.process.wait(20) == 0


def test_tls_by_two_flags(filled, tmp_path):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )
    filled.start(0, "--tls-cert", str(certificate), "--tls-key", str(key))
    trusting = ssl.create_default_context(cafile=certificate)
    connection = http.client.HTTPSConnection("localhost", filled.port, context=trusting, timeout=20)
    body = f"login=citizen&password={filled.password}"
    connection.request("POST", "/sign-in", body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    cookie = answer.getheader("Set-Cookie")
    assert answer.status == 303
    assert cookie.startswith("__Host-session=") and "Secure" in cookie and "HttpOnly" in cookie
    assert "max-age=" in answer.getheader("Strict-Transport-Security")


def test_half_of_tls_is_refused(filled, tmp_path):
    key = tmp_path / "key.pem"
    key.write_text("no key")
    assert "tls-cert and tls-key go together" in failing(filled, "serve", "--tls-key", str(key))


def test_a_wrong_setting_is_named_with_what_is_wrong(filled):
    assert 'port (command line): "80000" is no port' in failing(filled, "serve", "--port", "80000")
    assert "THACBA_PORT (environment)" in failing(filled, "migrate", THACBA_PORT="many")
    assert "there is no setting THACBA_PROT" in failing(filled, "migrate", THACBA_PROT="1")
    (filled.data.parent / "thacba.yaml").write_text("prot: 8080\n")
    assert 'there is no setting "prot"' in failing(filled, "migrate")


def test_a_taken_port_is_said(filled):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = failing(filled, "serve", "--port", str(taken.getsockname()[1]))
    assert "in use" in said


def test_the_demo_is_never_poured_over_other_data(filled):
    assert "not empty" in failing(filled, "demo")


def test_accounts_by_the_command_line(filled):
    said = filled.run("user", "add", "lan", "--display-name", "Lê Thị Lan", "--role", "clerk", "--unit", "04765")
    password = said.strip().rsplit(" ", 1)[1]
    assert "lan\tLê Thị Lan\tactive" in filled.run("user", "list", "--search", "le thi lan")
    filled.start()
    assert sign_in(filled, "lan", password) == 303
    again = filled.run("user", "reset", "lan").strip().rsplit(" ", 1)[1]
    assert again != password
    assert sign_in(filled, "lan", password) == 422
    assert sign_in(filled, "lan", again) == 303
    assert "nobody" in failing(filled, "user", "reset", "nobody")


def sign_in(server: Server, name: str, password: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request(
        "POST", "/sign-in", f"login={name}&password={password}",
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    return connection.getresponse().status


def test_jobs_and_the_doctor(filled):
    assert "No jobs are dead" in filled.run("jobs")
    filled.start()
    said = filled.run("doctor")
    assert "MEND" not in said and "The schema is this program's." in said
    assert "all proofs hold" in filled.run("audit", "verify")


def test_a_key_is_added_and_the_older_ones_go_on(filled):
    filled.start()
    filled.stop()
    assert "all proofs hold" in filled.run("audit", "verify")
    path = filled.data / "keys" / "thacba.key"
    old = path.read_text()
    said = filled.run("keys", "rotate")
    new = path.read_text()
    assert new.startswith(old) and len(new.splitlines()) == 2
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path], "nothing is left beside it"
    first, second = (json.loads(line)["id"] for line in new.splitlines())
    assert f"Added key {second}" in said and "Restart every server" in said
    assert re.search(rf"Keep the older keys \({first}\)", said)
    filled.start()
    assert sign_in(filled, "citizen", filled.password) == 303
    filled.stop()
    assert "all proofs hold" in filled.run("audit", "verify")
    assert "holds 2 key(s)" in filled.run("doctor")


def test_a_key_file_that_cannot_be_read_is_not_replaced(filled):
    path = filled.data / "keys" / "thacba.key"
    assert str(path) in failing(filled, "keys", "rotate") and not path.exists()
    filled.start()
    filled.stop()
    path.chmod(0o640)
    assert f"chmod 600 {path}" in failing(filled, "keys", "rotate")
    path.chmod(0o600)
    path.write_text("no key\n")
    assert str(path) in failing(filled, "keys", "rotate")
    assert path.read_text() == "no key\n"


def test_the_doctor_says_what_to_mend():
    empty = Server(temporary_folder() / "data")
    empty.data.mkdir()
    said = failing(empty, "doctor")
    assert "Run `thacba migrate`" in said


def test_the_calendar_can_be_moved_past_the_reform(filled):
    filled.start(0, "--today", "2025-07-02")
    assert "02/07/2025" in fetch(filled, "/")[1]


def test_two_nodes_that_start_at_once_share_one_database(postgres):
    first, second = (Server(temporary_folder() / "data", postgres.connection) for _ in range(2))
    for server in (first, second):
        server.data.mkdir()
    first.run("demo")
    starts = [threading.Thread(target=server.start) for server in (first, second)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    try:
        for server in (first, second):
            assert fetch(server, "/readyz") == (200, "ready\n")
            assert sign_in(server, "citizen", server.password) == 303
    finally:
        first.stop()
        second.stop()
