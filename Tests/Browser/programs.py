"""The house as programs and hostile senders meet it: plain HTTP without a browser."""

import http.client
import json
import socket
import time
import uuid
from urllib.parse import urlencode, urlsplit

from job import CONTENT, PROCEDURE


class Program:
    """A client of the API, signed in with a token."""

    def __init__(self, server, account: str | None = None, password: str | None = None):
        self.address = urlsplit(server.url).netloc
        self.token = ""
        if account:
            wish = {"name": account, "password": password or server.password}
            status, body = self.call("POST", "/api/v1/sessions", wish)
            assert status == 201, body
            self.token = body["token"]

    def call(self, method: str, path: str, body: dict | None = None, key: str | None = None):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if method == "POST":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        connection = http.client.HTTPConnection(self.address, timeout=30)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        return answer.status, json.loads(text) if text else None

    def file(self, content: str = CONTENT) -> str:
        status, body = self.call(
            "POST", "/api/v1/dossiers",
            {"procedure": PROCEDURE, "unit": "04765", "phone": "0912345678", "content": content},
        )  # fmt: skip
        assert status == 201, body
        return body["code"]

    def codes(self) -> set[str]:
        codes, after = set(), ""
        while True:
            status, body = self.call("GET", f"/api/v1/dossiers?limit=200{after}")
            assert status == 200, body
            codes |= {dossier["code"] for dossier in body["items"]}
            if not body.get("next"):
                return codes
            after = "&after=" + body["next"]


def cookies(page) -> str:
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())


def post(url: str, path: str, fields: dict[str, str] | bytes, cookie: str) -> tuple[int, dict[str, str], str]:
    """One form, as a browser would send it."""
    body = fields if isinstance(fields, bytes) else urlencode(fields)
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
    finally:
        connection.close()


def announce_large(url: str, path: str, fields: dict[str, str], cookie: str, size: int) -> tuple[str, float]:
    """Begins to send a form with a file of so many bytes; the answer's text and the seconds it took."""
    boundary = "----edge"
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    parts += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="paper-0"; filename="phim.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
    )
    place = urlsplit(url)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {cookie}\r\nAccept: text/html\r\n"
        f"Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {size}\r\n\r\n"
    )
    started = time.monotonic()
    received = b""
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        connection.sendall(head.encode() + parts.encode())
        connection.settimeout(0.01)
        piece, sent = bytes(64 * 1024), 0
        while time.monotonic() - started < 20 and sent < size:
            try:
                if data := connection.recv(65536):
                    received += data
                    if b"</html>" in received or b"0\r\n\r\n" in received:
                        break
                    continue
                break
            except TimeoutError:
                pass
            except ConnectionError:
                break
            try:
                connection.settimeout(2)
                connection.sendall(piece)
                sent += len(piece)
                connection.settimeout(0.01)
            except (ConnectionError, TimeoutError):
                connection.settimeout(2)
    return received.decode(errors="replace"), time.monotonic() - started
