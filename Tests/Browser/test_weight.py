"""How much a page weighs on its way, and how soon it can be used on a weak line."""

import pytest

from conftest import House
from job import PROCEDURE, Filing
from programs import Program
from server import Server

KB = 1024
ROWS = 50


@pytest.fixture(scope="module")
def full_house(browser, folder):
    """A clerk with a full page of work."""
    server = Server(folder / "weight").fill().start()
    citizen = Program(server, "citizen")
    for number in range(ROWS + 5):
        citizen.file(f"Đăng ký khai sinh cho cháu thứ {number}")
    house = House(browser, server)
    yield house
    house.close()
    server.stop()


def first_visit(house: House, account: str | None, path: str, throttled: bool = False, warm=None) -> dict:
    """Opens a page in a browser that has never been here; what came over the line, and when."""
    page = house.page(account)
    address = warm(page) if warm else path
    if warm:
        # Filling the form needed a visit: the one that is measured begins with an empty cache.
        page.close()
        page = house.page(account)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.clearBrowserCache")
    if throttled:
        line = {"offline": False, "latency": 200, "downloadThroughput": 125_000, "uploadThroughput": 125_000}
        devtools.send("Network.emulateNetworkConditions", line)
    sizes: dict[str, int] = {}
    addresses: dict[str, str] = {}
    devtools.on("Network.requestWillBeSent", lambda sent: addresses.update({sent["requestId"]: sent["request"]["url"]}))
    devtools.on(
        "Network.loadingFinished", lambda done: sizes.update({done["requestId"]: int(done["encodedDataLength"])})
    )
    assert page.goto(address, wait_until="load").status == 200
    page.wait_for_timeout(300)
    figures = page.evaluate(
        """() => {
          const [page] = performance.getEntriesByType('navigation');
          const parts = performance.getEntriesByType('resource');
          return {
            usable: page.domContentLoadedEventEnd,
            blocking: parts.filter((part) => part.renderBlockingStatus === 'blocking').map((part) => part.name),
            hasScript: document.querySelectorAll('script[type=module]').length,
          };
        }"""
    )
    weights = {addresses.get(number, number): size for number, size in sizes.items()}
    total = sum(weights.values())
    document = next(size for address, size in weights.items() if "/assets/" not in address)
    before_paint = document + sum(weights.get(name, 0) for name in figures["blocking"])
    return figures | {"total": total, "before_paint": before_paint, "weights": weights}


def question(page) -> str:
    filing = Filing(page)
    filing.begin()
    return page.url


CITIZEN_PAGES = [
    (None, "/"), (None, "/procedures"), (None, f"/procedures/{PROCEDURE}"), (None, "/sign-in"), (None, "/help"),
    ("citizen", "/"), ("citizen", "/dossiers"), ("citizen", "/account"), ("citizen", "/about-me"), ("citizen", "/about-me/reads"),
]  # fmt: skip


@pytest.mark.parametrize("account, path", CITIZEN_PAGES, ids=[f"{a or 'nobody'}{p}" for a, p in CITIZEN_PAGES])
def test_a_citizens_page_is_light(full_house, account, path):
    figures = first_visit(full_house, account, path)
    assert figures["total"] <= 50 * KB, figures
    assert figures["before_paint"] <= 30 * KB, figures
    # The page itself, then at once everything that the first paint waits for.
    assert figures["hasScript"] and len(figures["blocking"]) <= 2, figures


def test_a_question_is_light(full_house):
    figures = first_visit(full_house, "citizen", "", warm=question)
    assert figures["total"] <= 50 * KB and figures["before_paint"] <= 30 * KB, figures


def test_an_officers_list_is_light(full_house):
    figures = first_visit(full_house, "clerk", "/inbox")
    assert figures["total"] <= 60 * KB, figures
    page = full_house.page("clerk", "1440x900")
    page.goto("/inbox")
    assert page.locator("table.inbox tbody tr").count() == ROWS
    assert page.locator("a[rel=next]").count() == 1


def test_first_paint_waits_for_no_chain(full_house):
    """Connection, page, style sheet: three round trips, because the style sheet asks for nothing further."""
    for account, path in [(None, "/"), ("clerk", "/inbox")]:
        figures = first_visit(full_house, account, path)
        sheets = [address for address in figures["weights"] if address.endswith(".css")]
        assert len(sheets) == 1
        text = full_house.page().request.get(sheets[0]).text()
        assert "@import" not in text and "@font-face" not in text


@pytest.mark.parametrize("account, path", [(None, "/"), ("citizen", "question"), ("clerk", "/inbox")])
def test_usable_within_three_seconds_on_a_weak_line(full_house, account, path):
    """1 Mbit/s, 200 ms: usable is when the page stands and its script has run."""
    figures = first_visit(full_house, account, path, throttled=True, warm=question if path == "question" else None)
    assert figures["usable"] <= 3_000, figures
