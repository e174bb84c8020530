"""What the province knows about somebody: read, asked about, consented to, corrected, taken along."""

import json
import subprocess

import pytest
from playwright.sync_api import expect

from checks import check_page
from job import Filing
from server import ROOT

WAYS = [
    pytest.param("vi", "360x740", False, id="vi-360-nojs"),
    pytest.param("en", "1440x900", True, id="en-1440-js"),
]


@pytest.fixture
def read_once(house):
    """The clerk has looked at a dossier of the citizen."""
    code = Filing(house.page("citizen", script=False)).to_check().submit()
    assert house.page("clerk", "1440x900").goto(f"/inbox/{code}").status == 200
    return code


@pytest.mark.parametrize("language, size, script", WAYS)
def test_a_citizen_sees_asks_and_is_answered(house, read_once, language, size, script):
    page = house.page("citizen", size, language, script)
    page.goto("/")
    page.click("a[href='/about-me'] >> nth=0")
    expect(page.locator("h1")).to_have_count(1)
    check_page(page, language)
    # The clerk's look is there at once: the line is durable before the clerk sees the page.
    expect(page.locator("section[aria-labelledby=reads]")).to_contain_text("Vũ Linh")
    page.click("a[href='/about-me/reads'] >> nth=0")
    expect(page.locator(".timeline")).to_contain_text(read_once)
    check_page(page, language)
    page.click(".timeline > li:has(a.hit) >> nth=0 >> a.hit")
    address = page.url
    check_page(page, language)
    page.fill("#question", "Tôi không rõ")
    page.click("form[action$='/question'] button")
    page.wait_for_url("**done=asked")
    check_page(page, language)

    chair = house.page("chair", "1440x900", language, script)
    chair.goto("/read-questions")
    check_page(chair, language)
    chair.click("table a >> nth=0")
    check_page(chair, language)
    chair.check("input[name=finding][value=rightful]")
    chair.fill("#answer", "OK 1234567890")
    chair.click("form[action$='/answer'] button")
    chair.wait_for_url("**done=answered")
    check_page(chair, language)

    page.goto(address)
    expect(page.locator("section[aria-labelledby=asked]")).to_contain_text("OK 1234567890")
    page.click("button[name=rating][value=useful]")
    page.wait_for_url("**done=rated")


def test_a_reading_is_proved_without_the_house(house, read_once, tmp_path):
    page = house.page("citizen", script=False)
    page.goto("/about-me/reads")
    page.click(".timeline a.hit >> nth=0")
    address = page.url
    # A checkpoint is signed once a minute while the journal grows: until then there is no proof to be had.
    for _ in range(100):
        page.goto(address)
        if page.locator("a[href$='/proof']").count():
            break
        page.wait_for_timeout(1_000)
    answer = page.request.get(page.locator("a[href$='/proof']").get_attribute("href"))
    assert answer.status == 200
    file = tmp_path / "proof.json"
    file.write_bytes(answer.body())
    script = [ROOT / "Scripts/check-read-proof", file]
    assert subprocess.run(script, capture_output=True, text=True).returncode == 0
    proof = json.loads(file.read_text())
    proof["fields"][2]["value"] = "somebody-else"
    file.write_text(json.dumps(proof))
    told = subprocess.run(script, capture_output=True, text=True)
    assert told.returncode == 1 and "does not stand" in told.stdout


@pytest.mark.parametrize("language, size, script", WAYS)
def test_pages_about_oneself_keep_the_rules(house, language, size, script):
    page = house.page("citizen", size, language, script)
    for path in ["/about-me/consents", "/about-me/consents/new", "/about-me/corrections", "/about-me/corrections/new",
                 "/about-me/corrections/new?field=birth", "/about-me/download"]:  # fmt: skip
        assert page.goto(path).status == 200, path
        check_page(page, language)
    page.goto("/about-me/consents/new")
    page.fill("#name", "Bàn Văn Thắng")
    page.fill("#number", "0900000000")
    page.click("form[action$='/check'] button")
    expect(page.locator("#number-error")).to_be_visible()
    expect(page.locator("#name")).to_have_value("Bàn Văn Thắng")
    check_page(page, language)
    page.goto("/about-me/download")
    page.check("input[name=form][value=page]")
    page.fill("#password", house.server.password)
    page.click("form[action$='/download'] button")
    expect(page.locator("h1")).to_contain_text("Hoàng Thị Mai")
    check_page(page, language)
