"""Bad input and people in each other's way: a clear word, nothing typed lost."""

import time
import unicodedata

import pytest
from playwright.sync_api import expect

from checks import check_page
from conftest import fill_sign_in, watched
from job import ANSWER, CONTENT, PHONE, PROCEDURE, Filing, form_fields, own_codes
from programs import announce_large, cookies, post

NASTY = (
    """<script>alert(1)</script><img src=x onerror=alert(2)>"'; DROP TABLE kernel_account; -- """
    "{{7*7}} ${x} \u202e&lt;b&gt;"
)


def at_request(page) -> Filing:
    """A filing whose second question is open."""
    filing = Filing(page)
    filing.begin()
    filing.choose_place()
    return filing


def at_papers(page) -> Filing:
    filing = at_request(page)
    filing.say()
    filing.go_on("papers")
    return filing


# --- Files ---


def test_500_mb_are_refused_from_the_length(house):
    page = house.page("citizen", script=False)
    filing = at_papers(page)
    fields = form_fields(page, f"form[action='/drafts/{filing.draft}/papers']")
    fields.pop("paper-0", None)
    path = f"/drafts/{filing.draft}/papers"
    answer, seconds = announce_large(page.url, path, fields, cookies(page), 500 << 20)
    assert answer.startswith("HTTP/1.1 413"), answer[:300]
    assert "<h1>" in answer and "100 MB" in answer
    assert seconds < 5, f"{seconds:.1f} s"
    page.goto(f"/drafts/{filing.draft}?step=request")
    expect(page.locator("#phone")).to_have_value(PHONE.replace(" ", ""))
    expect(page.locator("#content")).to_have_value(CONTENT)


@pytest.mark.parametrize("script", [True, False], ids=["js", "nojs"])
def test_a_file_of_25_mb_is_refused_beside_its_field(house, tmp_path, script):
    page = house.page("citizen", script=script)
    filing = at_papers(page)
    large = tmp_path / "phim.pdf"
    large.write_bytes(b"%PDF-1.7\n" + bytes(25 << 20))
    page.check("input[name=desk][value='1']")
    started = time.monotonic()
    page.set_input_files("#paper-0", large)
    if script:
        expect(page.locator(".file:has(#paper-0) [data-say]")).to_contain_text("20 MB")
    else:
        filing.go_on()
        expect(page.locator("#paper-0-error")).to_contain_text("20 MB")
    assert time.monotonic() - started < 15
    expect(page.locator("input[name=desk][value='1']")).to_be_checked()
    check_page(page, "vi")


# --- Sessions ---


@pytest.mark.parametrize("script", [True, False], ids=["js", "nojs"])
def test_what_was_typed_outlives_the_session(house, server, script):
    """The session ends, on another machine, while a form is open: signing in carries the form along."""
    context = house.context(script=script)
    page = watched(context.new_page())
    page.has_script = script
    page.mirror = lambda: house.page()
    page.goto("/sign-in")
    fill_sign_in(page, "citizen", server.password)
    filing = at_request(page)
    context.clear_cookies(name="session")
    words = f"Xin cấp lại giấy khai sinh, lần {time.time_ns()}"
    filing.say(phone="0987654321", content=words)
    filing.go_on()
    expect(page.locator("main")).to_contain_text(words)
    check_page(page)
    fill_sign_in(page, "citizen", "not the password")
    expect(page.locator(".errors")).to_be_visible()
    time.sleep(3)
    fill_sign_in(page, "citizen", server.password)
    page.click("main form[method=post] button.btn")
    page.wait_for_url("**step=*")
    page.goto(f"/drafts/{filing.draft}?step=request")
    expect(page.locator("#content")).to_have_value(words)
    expect(page.locator("#phone")).to_have_value("0987654321")


@pytest.mark.parametrize("script", [True, False], ids=["js", "nojs"])
def test_what_was_typed_outlives_a_session_that_another_browser_ended(house, server, script):
    def signed_in():
        page = watched(house.context(script=script).new_page())
        page.has_script = script
        page.goto("/sign-in")
        fill_sign_in(page, "citizen", server.password)
        return page

    page, other = signed_in(), signed_in()
    filing = at_request(page)
    words = f"Xin bản sao giấy khai sinh, lần {time.time_ns()}"
    filing.say(phone="0987654321", content=words)
    other.goto("/account/sessions")
    # The latest first: this browser's own, then the one whose form is open.
    other.locator("form[action$='/end']:not([action$='/others/end']) button").first.click()
    other.wait_for_url("**done=ended")
    filing.go_on()
    expect(page.locator("main")).to_contain_text(words)
    fill_sign_in(page, "citizen", server.password)
    page.click("main form[method=post] button.btn")
    page.wait_for_url("**step=*")
    page.goto(f"/drafts/{filing.draft}?step=request")
    expect(page.locator("#content")).to_have_value(words)
    expect(page.locator("#phone")).to_have_value("0987654321")


def test_a_forged_form_does_nothing(house):
    page = house.page("citizen", script=False)
    filing = Filing(page).to_check()
    before = own_codes(page)
    fields = form_fields(page, "form[action='/dossiers']") | {"_csrf": "AAAA", "pledge": "1"}
    status, _, text = post(page.url, "/dossiers", fields, cookies(page))
    assert status == 403 and "<h1>" in text
    assert own_codes(page) == before
    assert filing.draft in page.url


# --- Two officers ---


def accepted_dossier(house) -> str:
    code = Filing(house.page("citizen", script=False)).to_check().submit()
    clerk = house.page("clerk", script=False)
    clerk.goto(f"/inbox/{code}")
    clerk.click(f"form[action='/inbox/{code}/acceptance'] button")
    return code


def test_two_officers_see_both_versions_and_choose(house):
    code = accepted_dossier(house)
    chair = house.page("chair", "1440x900", script=False)
    chair.goto(f"/inbox/{code}")
    district = house.page("district", script=False)
    district.goto(f"/inbox/{code}")
    district.click(f"form[action='/inbox/{code}/assignment'] button")
    district.wait_for_url("**done=assigned")

    chair.fill("#answer", ANSWER)
    with chair.expect_response(f"**/inbox/{code}/answer") as answer:
        chair.click(f"form[action='/inbox/{code}/answer'] button")
    assert answer.value.status == 409
    expect(chair.locator(".versions section")).to_have_count(2)
    expect(chair.locator("section[aria-labelledby=yours]")).to_contain_text(ANSWER)
    expect(chair.locator("main")).to_contain_text("Phạm Minh Đức")
    check_page(chair, "vi")
    chair.click("main form[method=post] button")
    chair.wait_for_url("**done=answered")


def test_two_officers_when_it_is_too_late(house):
    code = accepted_dossier(house)
    chair = house.page("chair", script=False)
    chair.goto(f"/inbox/{code}")
    clerk = house.page("clerk", script=False)
    clerk.goto(f"/inbox/{code}")
    clerk.fill("#answer", ANSWER)
    clerk.click(f"form[action='/inbox/{code}/answer'] button")
    clerk.wait_for_url("**done=answered")
    chair.click("details summary")
    chair.fill("#reason", "Thiếu giấy chứng sinh")
    chair.fill("#basis", "Điều 16 Luật Hộ tịch")
    chair.click(f"form[action='/inbox/{code}/refusal'] button")
    expect(chair.locator("section[aria-labelledby=yours]")).to_contain_text("Thiếu giấy chứng sinh")
    expect(chair.locator("section[aria-labelledby=theirs]")).to_contain_text(ANSWER)
    assert chair.locator("main form[method=post]").count() == 0, "an answer is not taken back behind somebody's back"
    check_page(chair, "vi")


# --- Texts ---


def test_markup_and_sql_are_only_text(house):
    page = house.page("citizen", "1440x900")
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for address in ("/", "/procedures"):
        page.goto(address)
        page.fill("#q", NASTY)
        page.press("#q", "Enter")
        page.wait_for_load_state()
        assert page.locator("h1").count() == 1
    filing = at_request(page)
    page.goto(f"/drafts/{filing.draft}?step=where")
    page.fill("main input[type=search][name=q]", NASTY)
    page.press("main input[type=search][name=q]", "Enter")
    page.wait_for_load_state()
    page.goto(f"/drafts/{filing.draft}?step=request")
    filing.say(phone=NASTY[:20], content=NASTY)
    filing.go_on()
    expect(page.locator("#phone-error")).to_be_visible()
    expect(page.locator("#phone")).to_have_value(NASTY[:20])
    filing.say(content=NASTY)
    filing.go_on("papers")
    filing.skip_papers()
    code = filing.submit()
    page.goto(f"/dossiers/{code}")
    shown = page.locator("section[aria-labelledby=said]").inner_text()
    assert "<script>alert(1)</script>" in shown and "DROP TABLE" in shown

    clerk = house.page("clerk", "1440x900")
    clerk.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    clerk.goto("/inbox")
    clerk.fill("main input[name=q]", NASTY)
    clerk.press("main input[name=q]", "Enter")
    clerk.wait_for_load_state()
    clerk.goto(f"/inbox/{code}")
    assert "<script>alert(1)</script>" in clerk.locator("main").inner_text()
    check_page(clerk, "vi")
    clerk.click(f"form[action='/inbox/{code}/acceptance'] button")
    clerk.fill("#answer", NASTY)
    clerk.click(f"form[action='/inbox/{code}/answer'] button")
    clerk.wait_for_url("**done=answered")
    page.goto(f"/dossiers/{code}")
    assert "<script>alert(1)</script>" in page.locator(".notice").inner_text()
    assert not dialogs and not page.complaints and not clerk.complaints


def test_bytes_that_are_no_text_are_refused_in_words(house):
    page = house.page("citizen", script=False)
    filing = at_request(page)
    fields = form_fields(page, "main form[method=post]")
    body = f"_csrf={fields['_csrf']}&_key=x&phone=0912345678&content=%FF%FE%C3%28".encode()
    status, headers, text = post(page.url, f"/drafts/{filing.draft}/request", body, cookies(page))
    assert status == 400 and "<h1>" in text and headers["content-type"].startswith("text/html")
    status, _, text = post(page.url, "/sign-in", b"login=%C0%AF&password=x", "")
    assert status == 400 and "<h1>" in text
    answer = page.request.get("/procedures?q=%FF%C3")
    assert answer.status in (200, 400)


def test_decomposed_letters_are_the_same_letters(house):
    page = house.page("citizen")
    page.goto("/procedures")
    page.fill("#q", unicodedata.normalize("NFD", "đăng ký khai sinh"))
    page.press("#q", "Enter")
    expect(page.locator(f"a[href='/procedures/{PROCEDURE}']")).to_be_visible()
    filing = at_request(page)
    filing.say(content=unicodedata.normalize("NFD", CONTENT))
    filing.go_on()
    page.wait_for_url("**step=*")
    page.goto(f"/drafts/{filing.draft}?step=request")
    kept = page.locator("#content").input_value()
    assert kept == unicodedata.normalize("NFC", CONTENT)


# --- A line that breaks ---


def test_typed_text_survives_a_broken_line(house):
    page = house.page("citizen")
    at_request(page)
    question = page.url
    words = f"Ghi lúc mất mạng {time.time_ns()}"
    Filing(page).say(phone="0911222333", content=words)
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.click("main form[method=post] button.btn:not(.plain)")
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto(question)
    expect(page.locator("#content")).to_have_value(words)
    expect(page.locator("#phone")).to_have_value("0911222333")
    page.reload()
    expect(page.locator("#content")).to_have_value(words)
    Filing(page).go_on("papers")
