"""Resumable uploads by a client that is not ours: what tus.io says is what the house speaks."""

import hashlib
import socket
import time
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import expect
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from job import form_fields
from programs import Program, cookies, post
from test_faults import at_papers

PIECE = 64 * 1024


def client(server, token: str) -> TusClient:
    return TusClient(f"{server.url}/api/v1/uploads", headers={"Authorization": f"Bearer {token}"})


def uploader(client: TusClient, path, **more):
    return client.uploader(str(path), chunk_size=PIECE, metadata={"filename": path.name}, retries=0, **more)


def break_in_the_middle(url: str, token: str, rest: bytes, offset: int) -> None:
    """Announces all that is left, sends a part of it and hangs up."""
    place = urlsplit(url)
    head = (
        f"PATCH {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Bearer {token}\r\n"
        f"Tus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\nContent-Length: {len(rest)}\r\n"
        "Content-Type: application/offset+octet-stream\r\n\r\n"
    )
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall(head.encode() + rest[:20_000])
        time.sleep(0.5)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and offset_of(url, token) == offset:
        time.sleep(0.1)


def offset_of(url: str, token: str) -> int:
    answer = requests.head(url, headers={"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}, timeout=10)
    return int(answer.headers["Upload-Offset"])


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "giấy chứng sinh.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n" + b"\n" * 300_000)
    return path


def test_a_broken_off_upload_arrives_whole_and_is_a_paper_of_the_form(house, server, paper):
    page = house.page("citizen", script=False)
    filing = at_papers(page)
    program = Program(server, "citizen")
    first = uploader(client(server, program.token), paper)
    first.upload(stop_at=2 * PIECE)
    assert first.offset == 2 * PIECE

    break_in_the_middle(first.url, program.token, paper.read_bytes()[2 * PIECE :], first.offset)

    # Another process, which knows only the address, goes on where the first one was broken off.
    second = uploader(client(server, program.token), paper, url=first.url)
    assert second.offset > 2 * PIECE, "what arrived before the line broke is kept"
    second.upload()
    assert second.offset == paper.stat().st_size

    fields = form_fields(page, f"form[action='/drafts/{filing.draft}/papers']")
    fields.pop("paper-0", None)
    fields["paper-0-upload"] = first.url.rsplit("/", 1)[1]
    status, _, text = post(page.url, f"/drafts/{filing.draft}/papers", fields, cookies(page))
    assert status in (303, 422), text
    page.goto(f"/drafts/{filing.draft}?step=papers")
    expect(page.locator("main")).to_contain_text(paper.name)
    filing.skip_papers()
    code = filing.submit()
    whole = page.request.get(f"/dossiers/{code}/papers/1")
    assert hashlib.sha256(whole.body()).digest() == hashlib.sha256(paper.read_bytes()).digest()


def test_a_client_is_told_what_is_wrong(server, paper):
    citizen = client(server, Program(server, "citizen").token)
    begun = uploader(citizen, paper)
    begun.upload(stop_at=PIECE)
    with pytest.raises(TusCommunicationError) as stranger:
        uploader(client(server, Program(server, "clerk").token), paper, url=begun.url)
    assert stranger.value.status_code == 404
    wrong = paper.with_name("phim.exe")
    wrong.write_bytes(b"MZ")
    with pytest.raises(TusCommunicationError) as refused:
        uploader(citizen, wrong).upload()
    assert refused.value.status_code == 422
    answer = requests.head(begun.url, headers=citizen.headers | {"Tus-Resumable": "0.2.2"}, timeout=10)
    assert answer.status_code == 412
    assert answer.headers["Tus-Resumable"] == answer.headers["Tus-Version"] == "1.0.0"
