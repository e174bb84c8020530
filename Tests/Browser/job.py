"""The first job of the house, step by step, as a citizen and a clerk do it. Works without scripts."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

PROCEDURE = "1.001193"
PAPERS = 6
PHONE = "0912 345 678"
CONTENT = "Đăng ký khai sinh cho cháu Triệu Hoàng An,\nsinh ngày 05/07/2022 tại xã Vũ Linh."
ANSWER = "Giấy khai sinh đã ký. Mời bạn đến nhận tại Một cửa xã."


@dataclass
class Filing:
    """A dossier being filed in an open page."""

    page: Page
    draft: str = ""

    def find_procedure(self) -> None:
        """Typing as on a phone without a Vietnamese keyboard."""
        self.page.goto("/")
        self.page.fill("#q", "dang ky khai sinh")
        self.page.press("#q", "Enter")
        self.page.wait_for_url("**/procedures?q=*")
        self.page.click(f"main a[href='/procedures/{PROCEDURE}']")
        expect(self.page.locator("h1")).to_contain_text("khai sinh", ignore_case=True)

    def begin(self) -> None:
        self._press_begin()
        if self.page.locator("select#unit").count() and not self.page.input_value("select#unit"):
            return
        # The house goes on with what was begun earlier; these tests begin anew.
        self.page.goto(f"/drafts/{self.draft}/removal")
        self.page.click("button.danger")
        self.page.wait_for_url("**done=removed")
        self._press_begin()

    def _press_begin(self) -> None:
        self.page.goto(f"/procedures/{PROCEDURE}")
        self.page.click(f"form[action='/procedures/{PROCEDURE}/filing'] button")
        self.page.wait_for_url("**/drafts/*")
        self.draft = re.search(r"/drafts/([0-9a-f-]{36})", self.page.url)[1]

    def choose_place(self) -> None:
        self.page.fill("main input[type=search][name=q]", "vu linh")
        self.page.press("main input[type=search][name=q]", "Enter")
        self.page.locator("label.pick", has_text="Xã Vũ Linh").locator("input").check()
        self.go_on("request")

    def say(self, phone: str = PHONE, content: str = CONTENT) -> None:
        self.page.fill("#phone", phone)
        self.page.fill("#content", content)

    def go_on(self, to: str | None = None) -> None:
        self.page.click("main form[method=post] button.btn:not(.plain):not(.quiet)")
        if to:
            self.page.wait_for_url(f"**step={to}")

    def give_papers(self, photo: Path) -> None:
        """A photo for one of the papers, the others at the desk."""
        self.page.set_input_files("#paper-2", photo)
        for position in range(PAPERS):
            if position != 2:
                self.page.check(f"input[name=desk][value='{position}']")
        self.wait_for_uploads()
        self.go_on("check")

    def wait_for_uploads(self) -> None:
        """With scripts a file goes up as soon as it is chosen."""
        if self.page.has_script:
            self.page.wait_for_function("![...document.querySelectorAll('progress')].some((bar) => !bar.hidden)")

    def skip_papers(self) -> None:
        self.page.click("button[name=skip]")
        self.page.wait_for_url("**step=check")

    def to_check(self, phone: str = PHONE, content: str = CONTENT) -> "Filing":
        """Everything up to the last page, the short way."""
        self.begin()
        self.choose_place()
        self.say(phone, content)
        self.go_on("papers")
        self.skip_papers()
        return self

    def submit(self) -> str:
        """The last press; the code of the dossier."""
        self.page.check("#pledge")
        self.go_on()
        self.page.wait_for_url("**/receipt")
        return code_of(self.page)


def code_of(page: Page) -> str:
    return re.search(r"/dossiers/([^/?]+)", page.url)[1]


def own_codes(page: Page) -> list[str]:
    answer = page.request.get("/api/v1/dossiers?limit=200")
    assert answer.ok, answer.text()
    return [dossier["code"] for dossier in answer.json()["items"]]


def read_qr(image: Path) -> str:
    return subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(image)],
        capture_output=True, text=True, timeout=30, check=True,
    ).stdout.strip()  # fmt: skip


def form_fields(page: Page, form: str) -> dict[str, str]:
    """What a form would send, read from the page: for sending it twice."""
    fields = {}
    for field in page.locator(f"{form} input, {form} textarea").all():
        name, kind = field.get_attribute("name"), field.get_attribute("type")
        if name and (kind not in ("checkbox", "radio") or field.is_checked()):
            fields[name] = field.input_value()
    return fields
