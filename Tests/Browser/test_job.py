"""The whole job: a citizen files, a clerk answers, the citizen reads the answer and who has looked."""

import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from checks import check_page
from job import ANSWER, CONTENT, PHONE, PROCEDURE, Filing, code_of, form_fields, own_codes, read_qr
from programs import Program, cookies, post

WAYS = [
    pytest.param("vi", "360x740", False, id="vi-360-nojs"),
    pytest.param("vi", "1440x900", True, id="vi-1440-js"),
    pytest.param("en", "360x740", True, id="en-360-js"),
    pytest.param("en", "1440x900", False, id="en-1440-nojs"),
]


@pytest.mark.parametrize("language, size, script", WAYS)
def test_citizen_files_and_clerk_answers(house, photo, tmp_path, language, size, script):
    citizen = house.page("citizen", size, language, script)
    clerk = house.page("clerk", size, language, script)
    clerk.goto("/inbox")
    assert clerk.locator(".live a").count() == 0

    code = file_with_mistakes(citizen, photo, tmp_path, language, script)
    clerk_answers(clerk, code, language, script)
    citizen_reads(citizen, code, language)

    chair = house.page("chair", size, language, script)
    assert chair.goto(f"/inbox/{code}").status == 200
    # Whoever has no say over dossiers does not come in at all.
    assert house.page("helper", size, language, script).goto(f"/inbox/{code}").status == 403


def file_with_mistakes(page, photo: Path, folder: Path, language: str, script: bool) -> str:
    filing = Filing(page)
    filing.find_procedure()
    check_page(page, language)
    filing.begin()
    filing.go_on()
    assert page.locator("#unit-error").count() == 1, "no place was chosen, and nobody says so"
    check_page(page, language)
    page.goto(f"/drafts/{filing.draft}")
    filing.choose_place()

    filing.say(phone="12345")
    filing.go_on()
    expect(page.locator(".errors a[href='#phone']")).to_be_visible()
    expect(page.locator("#phone-error")).to_be_visible()
    expect(page.locator("#phone")).to_have_value("12345")
    expect(page.locator("#phone")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#content")).to_have_value(CONTENT)
    if script:
        expect(page.locator(".errors")).to_be_focused()
    check_page(page, language)
    page.fill("#phone", PHONE)
    filing.go_on("papers")
    check_page(page, language)

    wrong = folder / "bao-cao.exe"
    wrong.write_bytes(b"MZ\x90\x00" + bytes(2_000))
    page.set_input_files("#paper-2", wrong)
    page.check("input[name=desk][value='0']")
    if script:
        # Refused as soon as it is chosen, in words.
        expect(page.locator("#paper-2")).to_have_attribute("aria-invalid", "true")
        expect(page.locator(".file:has(#paper-2) [data-say]")).not_to_be_empty()
    filing.go_on()
    expect(page.locator("#paper-2-error")).to_be_visible()
    expect(page.locator("input[name=desk][value='0']")).to_be_checked()
    check_page(page, language)
    filing.give_papers(photo)

    expect(page.locator(".answers")).to_contain_text("giay-chung-sinh.jpg")
    expect(page.locator(".answers")).to_contain_text("0912345678")
    check_page(page, language)
    filing.go_on()
    expect(page.locator("#pledge-error")).to_be_visible()
    code = filing.submit()
    check_receipt(page, code, folder, language)
    return code


def check_receipt(page, code: str, folder: Path, language: str) -> None:
    assert re.fullmatch(r"04765-220\d{3}-\d{4}", code), code
    expect(page.locator(".receipt-id .code")).to_have_text(code)
    picture = folder / "qr.png"
    page.locator("svg.qr").screenshot(path=picture)
    assert read_qr(picture) == code
    check_page(page, language)


def clerk_answers(page, code: str, language: str, script: bool) -> None:
    if script:
        page.locator(".live a").click(timeout=10_000)
    else:
        page.reload()
    row = page.locator(f"a[href='/inbox/{code}']")
    expect(row).to_be_visible()
    check_page(page, language)
    row.click()
    expect(page.locator(".said").first).to_be_visible()
    assert "Triệu Hoàng An" in page.locator("main").inner_text()
    check_page(page, language)
    paper = page.request.get(f"/inbox/{code}/papers/1")
    assert paper.status == 200 and paper.body().startswith(b"\xff\xd8")

    page.click(f"form[action='/inbox/{code}/acceptance'] button")
    page.wait_for_url("**done=accepted")
    expect(page.locator(".notice[role=status]")).to_be_visible()
    # An answer needs words.
    page.click(f"form[action='/inbox/{code}/answer'] button")
    expect(page.locator("#answer-error")).to_be_visible()
    check_page(page, language)
    page.fill("#answer", ANSWER)
    page.click(f"form[action='/inbox/{code}/answer'] button")
    page.wait_for_url("**done=answered")
    check_page(page, language)


def citizen_reads(page, code: str, language: str) -> None:
    # The news is brought by a job, which looks every two seconds.
    for _ in range(20):
        page.goto("/")
        if page.locator(f"main:has-text('{code}')").count():
            break
        page.wait_for_timeout(500)
    expect(page.locator(f"main:has-text('{code}')")).to_be_visible()
    page.goto(f"/dossiers/{code}")
    expect(page.locator(".notice .said")).to_have_text(ANSWER)
    assert page.locator(".timeline > li").count() >= 3
    readers = page.locator("section[aria-labelledby=reads] li")
    assert readers.count() >= 1
    expect(readers.first).to_contain_text("Vũ Linh")
    check_page(page, language)
    page.goto("/about-me/reads")
    expect(page.locator("main")).to_contain_text("Vũ Linh")
    check_page(page, language)


def test_another_commune_does_not_see_it(own_house, own_server):
    citizen = own_house.page("citizen", script=False)
    code = Filing(citizen).to_check().submit()
    role = ("--role", "clerk", "--unit", "04768")
    said = own_server.run("user", "add", "neighbour", "--display-name", "Hà Văn Bảo", *role)
    neighbour = Program(own_server, "neighbour", said.rsplit(" ", 1)[1].strip())
    assert neighbour.call("GET", f"/api/v1/dossiers/{code}")[0] == 404
    status, inbox = neighbour.call("GET", "/api/v1/dossiers?view=inbox")
    assert status == 200 and inbox["items"] == []
    assert Program(own_server, "clerk").call("GET", f"/api/v1/dossiers/{code}")[0] == 200


def test_double_click_sends_once(house):
    page = house.page("citizen", "1440x900")
    filing = Filing(page).to_check()
    before = own_codes(page)
    page.check("#pledge")
    page.dblclick("form[action='/dossiers'] button.btn")
    page.wait_for_url("**/receipt")
    assert len(own_codes(page)) == len(before) + 1
    assert code_of(page) in own_codes(page)
    assert filing


def test_the_same_form_sent_twice_at_once_without_script(house):
    page = house.page("citizen", script=False)
    Filing(page).to_check()
    before = own_codes(page)
    page.check("#pledge")
    fields = form_fields(page, "form[action='/dossiers']")
    answers = send_at_once(page.url, fields, cookies(page), times=6)
    assert {status for status, _ in answers} == {303}, answers
    assert len({place for _, place in answers}) == 1, "one dossier, one receipt"
    assert len(own_codes(page)) == len(before) + 1


def send_at_once(url: str, fields: dict[str, str], cookie: str, times: int) -> list[tuple[int, str]]:
    answers = []

    def send():
        status, headers, _ = post(url, "/dossiers", fields, cookie)
        answers.append((status, headers.get("location")))

    threads = [threading.Thread(target=send) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("script", [True, False], ids=["js", "nojs"])
def test_back_and_again_sends_once(house, script):
    page = house.page("citizen", script=script)
    Filing(page).to_check()
    before = own_codes(page)
    page.check("#pledge")
    Filing(page).go_on()
    page.wait_for_url("**/receipt")
    code = code_of(page)
    page.go_back()
    page.wait_for_url("**step=check")
    if page.locator("#pledge").count():
        page.check("#pledge")
        Filing(page).go_on()
        page.wait_for_load_state()
        assert code in page.content(), "the second press leads to what the first one did"
    assert len(own_codes(page)) == len(before) + 1


def test_the_language_changes_at_the_same_address(house):
    page = house.page("citizen")
    page.goto("/procedures?q=khai+sinh")
    page.click("header a[hreflang=en]")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.endswith("/procedures?q=khai%20sinh") or page.url.endswith("/procedures?q=khai+sinh")
    page.click("header a[hreflang=vi]")
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.goto(f"/procedures/{PROCEDURE}").status == 200
