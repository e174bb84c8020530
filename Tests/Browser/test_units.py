"""Units of any day, and a merger from its plan to the day on which it holds."""

import re

import pytest
from playwright.sync_api import expect

from checks import check_page, untranslated
from conftest import House

TITLE = "Nhập phường Yên Bái và phường Văn Phú"
NEW = "Phường Yên Bái Mới"


@pytest.mark.parametrize("size, language, script", [("360x740", "vi", False), ("1440x900", "en", True)])
def test_units_are_found_as_of_a_day(house, size, language, script):
    page = house.page(None, size, language, script)
    page.goto("/units")
    expect(page.locator("main")).to_contain_text("173")
    check_page(page, language)
    page.fill("main input[name=q]", "hong ha")
    page.fill("#day", "02/07/2025")
    page.click("main form.filters button")
    found = page.locator("main .list li", has_text="Phường Hồng Hà").first
    expect(found).to_contain_text("Thành phố Yên Bái")
    check_page(page, language)
    found.locator("a").click()
    expect(page.locator("h1")).to_have_text("Phường Hồng Hà")
    check_page(page, language)
    page.goto("/units?q=15&day=02/07/2025")
    expect(page.locator("main .list").first).to_contain_text("Tỉnh Lào Cai")
    expect(page.locator("main .list").last).to_contain_text("Tỉnh Yên Bái")
    if language == "en":
        assert not untranslated(page)
    page.goto("/units/events?kind=merge")
    check_page(page, language)
    page.goto("/units?day=31/02/2022")
    expect(page.locator("#day")).to_have_value("31/02/2022")
    expect(page.locator("#day-error")).to_be_visible()
    check_page(page, language)


def test_a_merger_from_plan_to_past(browser, own_server):
    house = House(browser, own_server)
    office = house.page("office", "360x740", "vi", script=False)
    office.goto("/units")
    office.click("main a[href='/units/plans']")
    office.click("main a[href='/units/plans/new']")
    office.fill("#title", TITLE)
    office.fill("#day", "01/01/2025")
    office.fill("#basis", "Dự thảo 5/TTr-UBND")
    office.click("main form button.btn")
    expect(office.locator("#day-error")).to_contain_text("01/07/2025")
    check_page(office, "vi")
    office.fill("#day", "01/01/2026")
    office.click("main form button.btn")
    office.wait_for_url(re.compile(r"/units/plans/[0-9a-f-]{36}"))
    plan = office.url.split("?")[0]
    check_page(office, "vi")
    office.click("main a[href$='changes/new?kind=merge']")
    office.fill("#unit-1", "04252")
    office.fill("#unit-2", "phuong van phu")
    office.fill("#type", "phường")
    office.fill("#name", "Yên Bái Mới")
    office.click("main form button.btn:not(.quiet)")
    expect(office.locator("#code-error")).to_be_visible()
    expect(office.locator("#name")).to_have_value("Yên Bái Mới")
    check_page(office, "vi")
    office.fill("#code", "04252")
    office.click("main form button.btn:not(.quiet)")
    office.wait_for_url("**done=saved")
    expect(office.locator("del").first).to_have_text("Phường Yên Bái")
    expect(office.locator("ins")).to_have_text(NEW)
    check_page(office, "vi")

    leader = house.page("leader", "1440x900", "en")
    leader.goto(plan)
    check_page(leader, "en")
    assert not untranslated(leader, [TITLE, "Dự thảo 5/TTr-UBND", NEW, "Yên Bái Mới"])
    leader.check("#confirm")
    leader.click("form[action$='/approval'] button")
    leader.wait_for_url("**done=scheduled")
    expect(leader.locator("main")).to_contain_text("Approved, waiting for its day")
    house.close()

    own_server.stop()
    own_server.start(0, "--today", "2026-01-05")
    later = House(browser, own_server)
    visitor = later.page(None, "360x740", "vi", script=False)
    visitor.goto("/units?q=van+phu")
    gone = visitor.locator("main .list li", has_text=re.compile("^Phường Văn Phú")).first
    expect(gone).to_contain_text("đến hết 31/12/2025; ngày này là")
    gone.locator("a").click()
    expect(visitor.locator(".notice a")).to_have_text(NEW)
    # The province of 2022 ended with the reform, and with it the roles held for it.
    admin = later.page("admin", "1440x900", "vi", script=False)
    admin.goto("/admin/accounts?q=office")
    admin.click("main table a.strong")
    admin.select_option("#role", "office")
    admin.select_option("#unit", label="Tỉnh Lào Cai")
    admin.click("form[action$='/grants'] button")
    admin.wait_for_url("**done=saved")
    office = later.page("office", "1440x900", "vi")
    office.goto(plan.replace(re.match(r"https?://[^/]+", plan)[0], ""))
    expect(office.locator("main")).to_contain_text("Đã thực hiện")
    expect(office.locator("main")).to_contain_text("Khi duyệt, phương án đụng đến")
    check_page(office, "vi")
    later.close()
