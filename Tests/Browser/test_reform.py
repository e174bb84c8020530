"""The reform of 1 July 2025, seen by the people of the demo: before the day, after it, and back again."""

import pytest

from checks import check_page
from conftest import House, fill_sign_in
from job import Filing
from server import Server

DAY_AFTER = "2025-07-02"


@pytest.fixture
def reform(folder, browser, request):
    """A demo of its own, and people of it."""
    server = Server(folder / "reform").fill().start()
    house = House(browser, server)
    yield server, house
    house.close()
    server.kill()


def serve_on(server: Server, house: House, day: str | None) -> None:
    """The same data with another calendar; sessions of three years before are over."""
    server.stop()
    server.start(0, *(["--today", day] if day else []))
    house.close()
    house.states.clear()


def test_the_reform_is_played(reform):
    server, house = reform
    citizen = house.page("citizen", "360x740", "vi", False)
    filing = Filing(citizen)
    filing.find_procedure()
    assert "Tỉnh Yên Bái" in citizen.locator(".brand").inner_text()
    code = filing.to_check().submit()
    assert house.page("district", "1440x900", "en").goto("/inbox").status == 200

    serve_on(server, house, DAY_AFTER)
    after_the_day(house, code)

    serve_on(server, house, None)
    district = house.page("district", "1440x900", "vi")
    assert district.goto("/inbox").status == 200
    assert house.page("clerk").goto("/inbox").status == 200
    assert "Tỉnh Yên Bái" in house.page().goto("/").text()


def after_the_day(house, code):
    clerk = house.page("clerk", "1440x900", "en", False)
    clerk.goto("/inbox")
    assert "Xã Thác Bà" in clerk.locator(".brand").inner_text()
    moved(clerk, code)
    check_page(clerk, "en")
    chair = house.page("chair", "360x740", "vi", False)
    assert chair.goto(f"/inbox/{code}").status == 200
    assert "1673/NQ-UBTVQH15" in chair.locator(".timeline").inner_text()
    check_page(chair, "vi")

    citizen = house.page("citizen", "360x740", "vi", False)
    citizen.goto(f"/dossiers/{code}")
    assert "xã Thác Bà" in citizen.locator(".timeline").inner_text()
    check_page(citizen, "vi")

    district = house.page(None, "360x740", "vi", False)
    district.goto("/sign-in")
    fill_sign_in(district, "district", house.server.password)
    assert district.url.endswith("/account/roles")
    text = district.locator("main").inner_text()
    for words in ["Huyện Yên Bình", "203/2025/QH15", "30/06/2025", "Văn phòng UBND tỉnh"]:
        assert words in text, words
    check_page(district, "vi")
    refused = district.goto("/inbox")
    assert refused.status == 403
    check_page(district, "vi")

    for size, language, script in [("1440x900", "en", True), ("360x740", "vi", False)]:
        office = house.page("office", size, language, script)
        office.goto("/units/decisions")
        assert "Huyện Yên Bình" in office.locator("main").inner_text()
        current = office.locator("nav [aria-current]").first
        assert current.get_attribute("href") == "/units/decisions", "the list lies under /units, and both look current"
        check_page(office, language)
        office.locator("td a.strong").first.click()
        office.locator("main form[action$='/settlement'] button").click()
        assert office.locator(".errors").count() == 1
        check_page(office, language)
    office.locator("input[name=choice][value=end]").check()
    office.check("input[name=confirm]")
    office.locator("main form[action$='/settlement'] button").click()
    assert "Đã ghi quyết định" in office.locator("main").inner_text()
    office.goto("/units/decisions?state=settled")
    assert "Phạm Minh Đức" in office.locator("main").inner_text()
    check_page(office, "vi")


def moved(page, code: str) -> None:
    """The job that moves dossiers runs seconds after the start; the dossier is seen all the while."""
    for _ in range(60):
        assert page.goto(f"/inbox/{code}").status == 200
        if "1673/NQ-UBTVQH15" in page.locator(".timeline").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError("the dossier was not moved")
