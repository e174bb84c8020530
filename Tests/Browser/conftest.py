"""Servers, browsers, and people who are signed in."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from server import BINARY, Server, TemporaryPostgres, temporary_folder

SIZES = {"360x740": (360, 740), "1440x900": (1440, 900)}
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


def pytest_collection_modifyitems(config, items):
    if BINARY.exists():
        return
    reason = pytest.mark.skip(reason=f"{BINARY} is not built: swift build --product thacba")
    for item in items:
        item.add_marker(reason)


@pytest.fixture(scope="session")
def folder():
    folder = temporary_folder()
    yield folder
    if not os.environ.get("THACBA_TEST_KEEP"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(folder):
    """The demo province on SQLite, for all tests that leave it as it is."""
    server = Server(folder / "shared").fill().start()
    yield server
    server.stop()


@pytest.fixture
def own_server(folder, request):
    """A server for tests that do it harm."""
    server = Server(folder / request.node.name.replace("/", "-")[:60]).fill().start()
    yield server
    server.kill()


@pytest.fixture
def postgres():
    if not os.environ.get("THACBA_TEST_POSTGRES"):
        pytest.skip("THACBA_TEST_POSTGRES is not set: PostgreSQL is not tested here")
    postgres = TemporaryPostgres()
    yield postgres
    postgres.stop()


@pytest.fixture(scope="session")
def browser():
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


class House:
    """Opens pages of one server as one person, at one size, in one language, with or without scripts."""

    def __init__(self, browser, server: Server):
        self.browser = browser
        self.server = server
        self.states: dict[str, dict] = {}
        self.contexts = []

    def context(self, account: str | None = None, size: str = "360x740", language: str = "vi", script: bool = True,
                **more):  # fmt: skip
        width, height = SIZES[size]
        if account and account not in self.states:
            self.states[account] = self.sign_in(account)
        context = self.browser.new_context(
            base_url=self.server.url, viewport={"width": width, "height": height}, java_script_enabled=script,
            storage_state=self.states[account] if account else None, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
            **more,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "lang", "value": language, "url": self.server.url}])
        self.contexts.append(context)
        return context

    def page(self, account: str | None = None, size: str = "360x740", language: str = "vi", script: bool = True,
             **more):  # fmt: skip
        page = watched(self.context(account, size, language, script, **more).new_page())
        page.has_script = script
        mirrors = []

        def mirror():
            if not mirrors:
                mirrors.append(self.page(account, size, language))
            return mirrors[0]

        page.mirror = mirror
        return page

    def sign_in(self, account: str) -> dict:
        """Through the page, as people do; the cookies of it."""
        context = self.browser.new_context(base_url=self.server.url)
        page = context.new_page()
        page.goto("/sign-in")
        fill_sign_in(page, account, self.server.password)
        state = context.storage_state()
        context.close()
        assert any(cookie["name"] == "session" for cookie in state["cookies"]), f"{account} was not let in"
        return state

    def close(self):
        for context in self.contexts:
            context.close()
        self.contexts.clear()


def fill_sign_in(page, account: str, password: str) -> None:
    page.fill("#login", account)
    page.fill("#password", password)
    page.click("main form[action='/sign-in'] button")
    page.wait_for_load_state()


def watched(page):
    """Keeps what the browser complains about: errors of scripts, refusals of the content security policy."""
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))

    def said(message):
        # A page that says no has a status that the console repeats; only parts of pages have to be there always.
        is_status = message.text.startswith("Failed to load resource")
        if message.type == "error" and not (is_status and "/assets/" not in message.location.get("url", "")):
            page.complaints.append(message.text)

    page.on("console", said)
    return page


@pytest.fixture(scope="session")
def shared_house(browser, server):
    house = House(browser, server)
    yield house
    house.close()


@pytest.fixture
def house(shared_house):
    """People of the shared server; their windows close with the test, their sign-ins stay."""
    yield shared_house
    shared_house.close()


@pytest.fixture
def own_house(browser, own_server):
    house = House(browser, own_server)
    yield house
    house.close()


@pytest.fixture(scope="session")
def photo(browser, folder) -> Path:
    """A JPEG made here: a page drawn by the browser."""
    page = browser.new_page(viewport={"width": 900, "height": 1200})
    page.set_content("<body style='font:40px serif;margin:60px'><h1>Giấy chứng sinh</h1><p>Triệu Hoàng An, 05/07/2022")
    path = folder / "giay-chung-sinh.jpg"
    path.write_bytes(page.screenshot(type="jpeg", quality=60))
    page.close()
    return path
