"""Every page that an account can reach by links: it opens, keeps the rules, and leads nowhere dead."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import expect

from checks import page_problems, untranslated
from conftest import fill_sign_in
from job import ANSWER, CONTENT, Filing

ACCOUNTS = [
    None, "citizen", "clerk", "chair", "helper", "village", "health", "district", "office", "leader", "auditor",
    "admin",
]  # fmt: skip
MOST = 60
DEEPEST = 4
# Links that do something or lead to something that is no page.
NO_PAGES = re.compile(r"^/(language|sign-out|live|assets)|^/units/decisions\.csv|/(papers|results)/\d+$|\.(json|webmanifest|svg|png)$")


class Links(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.headings = 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if values.get("id"):
            self.ids.add(values["id"])
        if tag == "a" and values.get("href") is not None:
            self.links.append(values["href"])
        self.headings += tag == "h1"


def kind(path: str) -> str:
    """The door behind an address: its ids and codes left out."""
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "{id}", path)
    path = re.sub(r"\d{5}-\d{6}-\d{4}|/\d\.\d{6}(?=/|$)", "/{code}", path)
    return re.sub(r"\d{4}(-\d\d)*", "{n}", path)


def crawl(request, start: str) -> tuple[dict[str, Links], list[str]]:
    """Pages by address, and what is wrong with getting there."""
    found: dict[str, Links] = {}
    problems: list[str] = []
    seen = {start}
    wanted = [(start, "", 0)]
    kinds: dict[str, int] = {}
    while wanted and len(found) < MOST:
        address, source, depth = wanted.pop(0)
        answer = request.get(address)
        if answer.status != 200:
            problems.append(f"{source or 'start'} leads to {address}: {answer.status}")
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        page = found[address] = Links(answer.text())
        for href in page.links:
            target, place = urljoin(address, href), urlsplit(urljoin("http://here" + address, href))
            if place.hostname != "here":
                if place.scheme in ("http", "https"):
                    problems.append(f"{address} leads out of the house: {href}")
                continue
            if href.startswith("#"):
                if href[1:] not in page.ids:
                    problems.append(f"{address}: nothing has the id {href}")
                continue
            target = target.split("#")[0]
            # The same list in another order is the same page: a few of each kind are enough.
            sort = kind(place.path) + "?" + ",".join(sorted(re.findall(r"(\w+)=", place.query)))
            if target in seen or NO_PAGES.search(place.path) or depth == DEEPEST or kinds.get(sort, 0) >= 3:
                continue
            kinds[sort] = kinds.get(sort, 0) + 1
            seen.add(target)
            wanted.append((target, address, depth + 1))
    return found, problems


@pytest.fixture(scope="module")
def lived_in(shared_house):
    """Something to see for everybody: dossiers in each state, a draft, notices."""
    page = shared_house.page("citizen", script=False)
    codes = [Filing(page).to_check().submit() for _ in range(3)]
    Filing(page).to_check()
    clerk = shared_house.page("clerk", script=False)
    for code, deed in [(codes[0], "answer"), (codes[1], "refusal")]:
        clerk.goto(f"/inbox/{code}")
        clerk.click(f"form[action='/inbox/{code}/acceptance'] button")
        if deed == "answer":
            clerk.fill("#answer", ANSWER)
        else:
            clerk.click("details summary")
            clerk.fill("#reason", "Thiếu giấy chứng sinh.")
            clerk.fill("#basis", "khoản 2 Điều 16 Luật Hộ tịch 2014")
        clerk.click(f"form[action='/inbox/{code}/{deed}'] button")
    shared_house.close()


# Doors that were looked at, so that the same page is not examined for each of twelve people.
examined: set[tuple[str, str]] = set()


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account or "nobody")
def test_every_page_keeps_the_rules(house, lived_in, account):
    size = "360x740" if ACCOUNTS.index(account) % 2 == 0 else "1440x900"
    page = house.page(account, size)
    start = "/inbox" if account in ("clerk", "chair", "district", "office") else "/"
    found, problems = crawl(page.request, start)
    for extra in ["/", "/admin/accounts", "/admin/server"]:
        if extra not in found and page.request.get(extra).ok:
            more, wrong = crawl(page.request, extra)
            problems += wrong
            found = more | found
    assert len(found) >= 5, sorted(found)
    problems += [f"{address}: {links.headings} h1" for address, links in found.items() if links.headings != 1]
    for address in found:
        door = (kind(urlsplit(address).path), "signed in" if account else "nobody")
        if door in examined:
            continue
        examined.add(door)
        page.complaints.clear()
        page.goto(address)
        problems += [f"{address}: {problem}" for problem in page_problems(page, "vi")]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("account", [None, "citizen", "clerk", "admin"], ids=lambda account: account or "nobody")
def test_english_pages_hold_no_vietnamese(house, lived_in, account):
    page = house.page(account, "1440x900", "en")
    found, _ = crawl(page.request, "/")
    more, _ = crawl(page.request, "/admin/accounts" if account == "admin" else "/inbox") if account else ({}, [])
    left: dict[str, str] = {}
    problems = []
    typed = [CONTENT, *CONTENT.splitlines(), ANSWER, "Thiếu giấy chứng sinh.", "khoản 2 Điều 16 Luật Hộ tịch 2014"]
    for address in found | more:
        door = (kind(urlsplit(address).path), f"en {account is None}")
        if door in examined:
            continue
        examined.add(door)
        page.complaints.clear()
        page.goto(address)
        left.update({text: address for text in untranslated(page, typed)})
        problems += [f"{address}: {problem}" for problem in page_problems(page, "en")]
    assert not problems, "\n".join(problems)
    listed = "\n".join(f"{address}: {text}" for text, address in left.items())
    assert not left, f"{len(left)} texts are not in English:\n{listed}"


def test_pages_that_are_not_there(house):
    for language in ("vi", "en"):
        page = house.page("citizen", language=language)
        for address in ("/nowhere", "/dossiers/04765-220101-9999", "/procedures/9.999999", "/drafts/nonsense"):
            page.complaints.clear()
            assert page.goto(address).status == 404, address
            assert not (problems := page_problems(page, language)), problems
            assert page.locator("main a[href='/']").count() == 1


def test_the_language_follows_the_account_to_another_device(house, browser, server):
    first = house.page("leader", "1440x900")
    first.goto("/account")
    first.click("header a[hreflang=en]")
    first.wait_for_url("**/account")
    other = browser.new_context(base_url=server.url, locale="vi-VN")
    page = other.new_page()
    page.goto("/sign-in")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    fill_sign_in(page, "leader", server.password)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click("header a[hreflang=vi]")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    other.close()
