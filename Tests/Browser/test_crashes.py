"""A killed server, a database that goes and comes back, a full disk: what was confirmed stays, what was typed too."""

import os
import subprocess
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from checks import check_page
from conftest import House
from job import CONTENT, Filing, form_fields, own_codes
from programs import Program, cookies, post
from server import Server, TemporaryPostgres

WORDS = "Xin trích lục khai sinh, ghi lúc máy chủ hỏng."


def test_a_receipt_outlives_the_kill_that_follows_it(own_house, own_server):
    page = own_house.page("citizen", script=False)
    filing = Filing(page).to_check()
    page.check("#pledge")
    fields = form_fields(page, "form[action='/dossiers']")
    status, headers, _ = post(page.url, "/dossiers", fields, cookies(page))
    own_server.kill()
    assert status == 303
    own_server.restart()
    code = headers["location"].split("/")[2]
    assert own_codes(page) == [code]
    page.goto(headers["location"])
    expect(page.locator(".receipt-id .code")).to_have_text(code)
    # The same form, sent again by somebody who saw no answer.
    status, headers, _ = post(page.url, "/dossiers", fields, cookies(page))
    assert status == 303 and code in headers["location"]
    assert own_codes(page) == [code]

    filing.begin()
    filing.choose_place()
    filing.say(content=WORDS)
    filing.go_on("papers")
    own_server.kill()
    own_server.restart()
    page.goto(f"/drafts/{filing.draft}?step=request")
    expect(page.locator("#content")).to_have_value(WORDS)
    own_server.stop()
    assert "all proofs hold" in own_server.run("audit", "verify")


def test_nothing_confirmed_is_lost_when_many_file_at_once(own_server):
    confirmed: list[str] = []
    enough = threading.Event()

    def file_on(program: Program):
        while True:
            try:
                confirmed.append(program.file())
            except (OSError, AssertionError, ValueError):
                return
            if len(confirmed) > 40:
                enough.set()

    citizen = Program(own_server, "citizen")
    threads = [threading.Thread(target=file_on, args=(citizen,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    assert enough.wait(60)
    own_server.kill()
    for thread in threads:
        thread.join()
    own_server.restart()
    kept = citizen.codes()
    assert set(confirmed) <= kept, sorted(set(confirmed) - kept)
    assert len(confirmed) == len(set(confirmed)), "no code twice"


def test_what_was_typed_survives_a_server_that_is_away(own_house, own_server):
    page = own_house.page("citizen")
    filing = Filing(page)
    filing.begin()
    filing.choose_place()
    question = page.url
    filing.say(content=WORDS)
    page.wait_for_timeout(500)
    own_server.kill()
    page.click("main form[method=post] button.btn:not(.plain)")
    page.wait_for_timeout(500)
    own_server.restart()
    page.goto(question)
    expect(page.locator("#content")).to_have_value(WORDS)
    Filing(page).go_on("papers")


@pytest.mark.parametrize("script", [True, False], ids=["js", "nojs"])
def test_postgres_goes_and_comes_back(browser, folder, postgres: TemporaryPostgres, script):
    server = Server(folder / f"postgres-{script}", postgres.connection).fill().start()
    house = House(browser, server)
    try:
        page = house.page("citizen", script=script)
        code = Filing(page).to_check().submit()
        filing = Filing(page)
        filing.begin()
        filing.choose_place()
        filing.say(content=WORDS)
        postgres.crash()
        with page.expect_response("**/request") as answer:
            filing.go_on()
        assert answer.value.status == 503
        expect(page.locator("main")).to_contain_text(WORDS)
        assert page.locator("h1").count() == 1
        assert page.request.get("/readyz").status == 503
        postgres.resume()
        page.click("main form[method=post] button.btn")
        page.wait_for_url("**step=papers")
        check_page(page)
        page.goto(f"/drafts/{filing.draft}?step=request")
        expect(page.locator("#content")).to_have_value(WORDS)
        assert own_codes(page) == [code]
        assert page.request.get("/readyz").status == 200
    finally:
        house.close()
        server.kill()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 48 MB that a test may fill."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk: the full disk is not tested here")
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)]
    done = subprocess.run(mount, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill_up(place: Path) -> Path:
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    return ballast


def test_a_full_disk_is_said_and_nothing_is_lost(browser, small_disk, photo):
    server = Server(small_disk / "data").fill().start()
    house = House(browser, server)
    try:
        page = house.page("citizen", script=False)
        code = Filing(page).to_check().submit()
        filing = Filing(page)
        filing.begin()
        filing.choose_place()
        ballast = fill_up(small_disk)
        # The log of changes has some room left: it is used up first.
        refused = None
        for number in range(400):
            page.goto(f"/drafts/{filing.draft}?step=request")
            filing.say(content=f"{WORDS} Lần {number}. " + "dài " * 1_000)
            with page.expect_response("**/request") as answer:
                filing.go_on()
            if answer.value.status != 303:
                refused = answer.value.status
                break
            kept = number
        assert refused == 507, refused
        expect(page.locator("main")).to_contain_text(f"Lần {number}.")
        check_page(page)
        # Reading goes on, and what was confirmed is there.
        assert own_codes(page) == [code]
        page.goto(f"/dossiers/{code}")
        expect(page.locator("main")).to_contain_text(CONTENT.splitlines()[0])
        page.goto(f"/drafts/{filing.draft}?step=request")
        if number:
            assert f"Lần {kept}." in page.input_value("#content")
        ballast.unlink()
        filing.say(content=WORDS)
        filing.go_on("papers")
        filing.skip_papers()
        assert filing.submit() != code
    finally:
        house.close()
        server.kill()
