"""The map of the units: with keys, without script, on a phone, with Leaflet, with boundaries that were loaded."""

import json

import pytest
from playwright.sync_api import expect

from checks import check_page, untranslated
from conftest import House
from server import Server
from test_weight import first_visit

KB = 1024
TILES = ".areas > g:first-of-type > a"


def said(page) -> str:
    return page.evaluate("document.activeElement.querySelector('title')?.textContent ?? ''")


@pytest.fixture(scope="module")
def bounded(browser, folder):
    """A province with boundaries of two communes: squares side by side."""
    server = Server(folder / "boundaries").fill()

    def square(code: str, left: float) -> dict:
        ring = [[left, 21.5], [left + 0.5, 21.5], [left + 0.5, 22.0], [left, 22.0], [left, 21.5]]
        return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    file = folder / "boundaries.geojson"
    text = json.dumps({"type": "FeatureCollection", "features": [square("04765", 104.5), square("04762", 105.0)]})
    file.write_text(text, encoding="utf-8")
    dry = server.run("import", "boundaries", str(file), "--as-of", "2022-07-25", "--dry-run")
    assert "2 units of 2022-07-25 have an outline, 171 of the same level have none." in dry and "Dry run" in dry
    assert "Stored." in server.run("import", "boundaries", str(file), "--as-of", "2022-07-25")
    house = House(browser, server.start())
    yield house
    house.close()
    server.stop()


def test_on_a_phone_without_script_a_touch_opens_the_district_then_the_commune(house):
    page = house.page(script=False)
    page.goto("/units/map")
    check_page(page, "vi")
    assert page.locator(TILES).count() == 173
    middle = page.locator(".rgs a").filter(has=page.locator("title", has_text="Huyện Yên Bình")).bounding_box()
    page.mouse.click(middle["x"] + middle["width"] * 0.6, middle["y"] + middle["height"] * 0.5)
    page.wait_for_url("**/units/map?region=*")
    assert page.locator("svg.near").count() == 1
    page.goto("/units/map?region=141")
    check_page(page, "vi")
    tile = page.locator(TILES).filter(has=page.locator("title", has_text="Xã Vũ Linh")).first
    box = tile.bounding_box()
    # A thumb's room.
    assert box["width"] >= 24 and box["height"] >= 24
    assert tile.get_attribute("href").startswith("/units/")


def test_at_a_desk_in_english_it_keeps_the_rules(house):
    page = house.page(size="1440x900", language="en")
    for address in ["/units/map?color=villages", "/units/map?day=01/07/2025", "/units/map?q=vu+linh&color=area"]:
        page.goto(address)
        page.wait_for_timeout(500)
        check_page(page, "en")
        assert not untranslated(page)


def test_arrow_keys_go_from_neighbour_to_neighbour(house):
    page = house.page(size="1440x900")
    page.goto("/units/map")
    expect(page.locator("[data-map=leaflet]")).to_be_attached()
    # One stop of the Tab key for all communes.
    assert page.locator(f"{TILES}[tabindex='0']").count() == 1
    tile = page.locator(TILES).filter(has=page.locator("title", has_text="Xã Vũ Linh")).first
    tile.focus()
    start = said(page)
    middle = tile.bounding_box()
    page.keyboard.press("ArrowRight")
    assert said(page) != start
    moved = page.evaluate("(() => { const box = document.activeElement.getBoundingClientRect(); return box.x })()")
    assert moved > middle["x"] - 1
    page.keyboard.press("ArrowLeft")
    assert said(page) == start
    assert page.locator(".readout").inner_text() == start
    for key in ["Home", "End", "ArrowUp", "ArrowDown"]:
        page.keyboard.press(key)
        assert said(page)
    assert not page.complaints


def test_leaflet_zooms_the_same_drawing_and_asks_nobody_else(house):
    page = house.page(size="1440x900")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/units/map")
    expect(page.locator(".leaflet-bar button:first-child")).to_be_visible()
    assert all(address.startswith(house.server.url) for address in asked), asked
    before = page.locator(".areas").bounding_box()["width"]
    page.locator(".leaflet-bar button:first-child").click()
    page.wait_for_timeout(500)
    assert page.locator(".areas").bounding_box()["width"] > before * 1.2
    # A drag that ends on a commune does not open it; a click does.
    box = page.locator(".sheet").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=5)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert page.url.endswith("/units/map")
    assert not page.complaints


def test_a_phone_does_not_pay_for_leaflet(house):
    figures = first_visit(house, None, "/units/map")
    assert not [address for address in figures["weights"] if "leaflet" in address]
    assert figures["total"] <= 50 * KB, figures
    assert figures["before_paint"] <= 30 * KB, figures


def test_without_leaflet_the_drawing_stays(house):
    page = house.page(size="1440x900")
    page.route("**/vendor/leaflet/**", lambda route: route.abort())
    page.goto("/units/map")
    page.wait_for_timeout(300)
    assert page.locator(TILES).count() == 173
    expect(page.locator(TILES).first).to_be_visible()
    page.locator(TILES).first.focus()
    page.keyboard.press("ArrowDown")
    assert said(page)


def test_official_boundaries_are_offered(bounded):
    page = bounded.page(size="1440x900")
    page.goto("/units/map")
    page.click("text=Ranh giới chính thức")
    page.wait_for_url("**shapes=official**")
    assert page.locator(TILES).count() == 2
    expect(page.locator("text=171 xã chưa có hình")).to_be_visible()
    page.wait_for_timeout(400)
    check_page(page, "vi")
    assert "boundaries.geojson" in page.locator("main").inner_text()
