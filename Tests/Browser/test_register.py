"""The register of residents: found with a slip in the name, corrected within a term, and seen by the person."""

import re

import pytest
from playwright.sync_api import expect

from checks import check_page

WAYS = [
    pytest.param("vi", "360x740", False, id="vi-360-nojs"),
    pytest.param("en", "1440x900", True, id="en-1440-js"),
]
GROUND = "Giấy khai sinh số 12 năm 1952"


def say_purpose(page, language):
    """The page that asks for it stands before every page of a person, once a session."""
    if page.locator("form[action='/residents/purpose']").count():
        check_page(page, language)
        page.click("form[action='/residents/purpose'] button")
        expect(page.locator("#purpose-error")).to_be_visible()
        check_page(page, language)
        page.check("input[name=purpose][value=counter]")
        page.click("form[action='/residents/purpose'] button")
        page.wait_for_load_state()


def search(page, language, text):
    page.goto("/residents")
    say_purpose(page, language)
    page.fill("#q", text)
    page.click("form[role=search] button")
    page.wait_for_load_state()


@pytest.mark.parametrize("language, size, script", WAYS)
def test_found_with_a_slip_and_the_person_sees_it(own_house, language, size, script):
    clerk = own_house.page("clerk", size, language, script)
    citizen = own_house.page("citizen", size, language, script)
    search(clerk, language, "hoagn thi mai")
    expect(clerk.locator("table a.strong").first).to_have_text("Hoàng Thị Mai")
    check_page(clerk, language)
    citizen.goto("/about-me/reads")
    purpose = "giải quyết việc của người dân tại quầy" if language == "vi" else "serving somebody at the counter"
    expect(citizen.locator("main")).to_contain_text(purpose, timeout=2_000)

    clerk.click("table a.strong >> nth=0")
    expect(clerk.locator("h1")).to_have_text("Hoàng Thị Mai")
    check_page(clerk, language)
    search(clerk, language, "khong co ai ca")
    expect(clerk.locator("section.empty")).to_be_visible()
    check_page(clerk, language)
    # The office of the province sees the province; an administrator no one.
    assert own_house.page("admin", size, language, script).goto("/residents").status == 403


@pytest.mark.parametrize("language, size, script", WAYS)
def test_somebody_is_added_looked_at_twice_and_corrected(own_house, language, size, script):
    clerk = own_house.page("clerk", size, language, script)
    for time in range(2):
        clerk.goto("/residents/new")
        check_page(clerk, language)
        clerk.check("input[name=kind][value=arrival]")
        clerk.fill("#fullName", "Đào Thị Hoài Thơm")
        clerk.fill("#birth", "1952")
        clerk.check("input[name=sex][value=female]")
        clerk.fill("#since", "20/07/2022")
        clerk.click("main form button")
        expect(clerk.locator("#reason-error")).to_be_visible()
        expect(clerk.locator("#fullName")).to_have_value("Đào Thị Hoài Thơm")
        check_page(clerk, language)
        clerk.fill("#reason", "phiếu báo số 5")
        clerk.click("main form button")
        # Without a number, and the second time somebody of this name is here already.
        assert clerk.locator("#likely").count() == time
        check_page(clerk, language)
        clerk.click("main form button")
        say_purpose(clerk, language)
        expect(clerk.locator("h1")).to_have_text("Đào Thị Hoài Thơm")
    record = clerk.url.split("?")[0]

    search(clerk, language, "dsao thi hoai thom")
    expect(clerk.locator("table a.strong")).to_have_count(2)

    clerk.goto(f"{record}/corrections/new")
    check_page(clerk, language)
    clerk.check("input[name=field][value=birth]")
    clerk.fill("#wanted", "31/02/1952")
    clerk.fill("#ground", GROUND)
    clerk.click("main form button:not([type=button])")
    expect(clerk.locator("#wanted-error")).to_be_visible()
    expect(clerk.locator("#ground")).to_have_value(GROUND)
    clerk.fill("#wanted", "01/03/1952")
    clerk.click("main form button:not([type=button])")
    clerk.wait_for_url(re.compile("/residents/corrections/SD-"))
    check_page(clerk, language)
    clerk.goto("/residents/corrections")
    expect(clerk.locator("table .tag").first).to_be_visible()
    check_page(clerk, language)
    clerk.click("table a.strong >> nth=0")
    clerk.click("form[action$='/grant'] button")
    expect(clerk.locator(".notice[data-s=ok]")).to_be_visible()
    clerk.goto(record)
    expect(clerk.locator("ins")).to_contain_text("01/03/1952")
    check_page(clerk, language)
    clerk.goto(f"{record}/home")
    check_page(clerk, language)

    office = own_house.page("office", size, language, script)
    office.goto("/residents/duplicates")
    check_page(office, language)
    office.click("table a.strong >> nth=0")
    check_page(office, language)
    office.check("input[name=kept] >> nth=0")
    office.fill("#reason", "cùng giấy khai sinh")
    office.click("form[action$='/merge'] button")
    say_purpose(office, language)
    expect(office.locator("#merges")).to_be_visible()
    check_page(office, language)
    office.click("a[href*='/residents/merges/']")
    check_page(office, language)
    office.fill("#reason", "nhầm người")
    office.click("form[action$='/undoing'] button")
    expect(office.locator(".notice[data-s=ok]")).to_be_visible()


def add_child(clerk, language, name):
    clerk.goto("/residents/new")
    clerk.check("input[name=kind][value=birth]")
    clerk.fill("#fullName", name)
    clerk.fill("#birth", "01/03/2022")
    clerk.check("input[name=sex][value=male]")
    clerk.fill("#since", "20/07/2022")
    clerk.fill("#reason", "giấy khai sinh số 31")
    clerk.click("main form button")
    # Without a number it is looked at once more.
    clerk.click("main form button")
    say_purpose(clerk, language)
    expect(clerk.locator("h1")).to_have_text(name)
    return clerk.url.split("?")[0]


@pytest.mark.parametrize("language, size, script", WAYS)
def test_circumstances_who_acts_and_a_report_of_a_duplicate(own_house, language, size, script):
    clerk = own_house.page("clerk", size, language, script)
    search(clerk, language, "hoang thi mai")
    clerk.click("table a.strong >> nth=0")
    parent = clerk.url.split("?")[0]
    number = "060 777 001"
    clerk.goto(f"{parent}/numbers/new")
    check_page(clerk, language)
    clerk.select_option("#kind", "oldCard")
    clerk.fill("#number", number)
    clerk.click("main form button")
    expect(clerk.locator("h1")).to_have_text("Hoàng Thị Mai")
    child = add_child(clerk, language, "Đào Văn Bé Ước")

    clerk.goto(f"{child}/inclusion")
    check_page(clerk, language)
    clerk.check("input[name=fact][value=disability]")
    clerk.fill("#since", "20/07/2022")
    clerk.click("main form button")
    expect(clerk.locator("#source-error")).to_be_visible()
    expect(clerk.locator("input[name=fact][value=disability]")).to_be_checked()
    check_page(clerk, language)
    clerk.fill("#source", "giấy xác nhận số 8")
    clerk.click("main form button")
    expect(clerk.locator("main")).to_contain_text("giấy xác nhận số 8")
    clerk.click("a[href*='/inclusion/'] >> nth=0")
    check_page(clerk, language)
    clerk.fill("#ground", "giám định lại số 9")
    clerk.click("main form button")
    expect(clerk.locator("main")).to_contain_text("giám định lại số 9")
    check_page(clerk, language)

    clerk.goto(f"{child}/mandates/new")
    check_page(clerk, language)
    clerk.fill("#holderName", "hoang thi mai")
    clerk.fill("#holderNumber", "015 000 000 000")
    clerk.check("input[name=kind][value=guardian]")
    clerk.fill("#paper", "giấy khai sinh số 31")
    clerk.click("main form button")
    expect(clerk.locator("#holderNumber-error")).to_be_visible()
    expect(clerk.locator("#paper")).to_have_value("giấy khai sinh số 31")
    check_page(clerk, language)
    clerk.fill("#holderNumber", number)
    clerk.click("main form button")
    expect(clerk.locator("main")).to_contain_text("Hoàng Thị Mai")
    check_page(clerk, language)
    # Whoever acts has the page of the child at once.
    citizen = own_house.page("citizen", size, language, script)
    citizen.goto("/about-me")
    citizen.click("a[href*='/about-me/for/']")
    expect(citizen.locator("h1")).to_contain_text("Đào Văn Bé Ước")
    check_page(citizen, language)
    clerk.click("a[href*='/mandates/'] >> nth=0")
    check_page(clerk, language)

    other = add_child(clerk, language, "Đào Văn Bê")
    clerk.goto(f"{child}/duplicate")
    check_page(clerk, language)
    clerk.fill("#other", other)
    clerk.click("main form button")
    expect(clerk.locator("#reason-error")).to_be_visible()
    expect(clerk.locator("#other")).to_have_value(other)
    check_page(clerk, language)
    clerk.fill("#reason", "cùng một giấy khai sinh")
    clerk.click("main form button")
    expect(clerk.locator(".notice[data-s=ok]")).to_be_visible()
