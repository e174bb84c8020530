"""Pictures of the main pages, for people to look at, and the receipt as it is printed."""

import subprocess

import pytest

from conftest import House
from job import ANSWER, PROCEDURE, Filing
from programs import Program
from server import ROOT, Server

FOLDER = ROOT / "Documentation/screenshots"
LARGEST = 150 * 1024

# A picture should change when the page does, not with the time of day.
STILL = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    text.data = text.data
      .replace(/\\b\\d{1,2}:\\d{2}\\b(?!\\d)/g, (time) => time === '17:00' || time === '15:00' ? time : '9:14')
      .replace(/\\d{2}\\/\\d{2}\\/20(2[3-9]|[3-9]\\d)/g, '25/07/2022')
      .replace(/\\/tmp\\/thacba-browser-\\w+\\/pictures/g, '/var/lib/thacba');
  }
}"""


@pytest.fixture(scope="module")
def quiet_house(browser, folder):
    """A province in which a few people have filed, always the same."""
    server = Server(folder / "pictures").fill().start(0, "--node", "yen-bai-1")
    house = House(browser, server)
    citizen = Program(server, "citizen")
    contents = ["Đăng ký khai sinh cho cháu Triệu Hoàng An, sinh ngày 05/07/2022.", "Xin trích lục khai sinh của con."]
    house.codes = [citizen.file(content) for content in contents]
    for procedure in ("1.004884", "1.004772", "1.000894"):
        status, body = citizen.call(
            "POST", "/api/v1/dossiers",
            {"procedure": procedure, "unit": "04765", "phone": "0912345678", "content": "Như tờ khai kèm theo."},
        )  # fmt: skip
        if status == 201:
            house.codes.append(body["code"])
    page = house.page("citizen", script=False)
    house.codes.append(Filing(page).to_check().submit())
    clerk = house.page("clerk", script=False)
    for code in house.codes[:2]:
        clerk.goto(f"/inbox/{code}")
        clerk.click(f"form[action='/inbox/{code}/acceptance'] button")
    clerk.fill("#answer", ANSWER)
    clerk.click(f"form[action='/inbox/{house.codes[1]}/answer'] button")
    clerk.wait_for_url("**done=answered")
    Filing(page).begin()
    Filing(page).choose_place()
    house.question = page.url
    yield house
    house.close()
    server.stop()


def pages(house) -> dict[str, tuple[str | None, str]]:
    return {
        "sign-in": (None, "/sign-in"),
        "citizen-home": ("citizen", "/"),
        "procedures": ("citizen", "/procedures?q=khai+sinh"),
        "question": ("citizen", house.question),
        "receipt": ("citizen", f"/dossiers/{house.codes[-1]}/receipt"),
        "my-dossier": ("citizen", f"/dossiers/{house.codes[1]}"),
        "inbox": ("clerk", "/inbox"),
        "officer-dossier": ("clerk", f"/inbox/{house.codes[0]}"),
        "admin-server": ("admin", "/admin/server"),
    }


NAMES = [
    "sign-in", "citizen-home", "procedures", "question", "receipt", "my-dossier", "inbox", "officer-dossier",
    "admin-server",
]  # fmt: skip
PICTURES = [(name, "vi") for name in NAMES] + [("citizen-home", "en"), ("inbox", "en")]


@pytest.mark.parametrize("size", ["360x740", "1440x900"])
@pytest.mark.parametrize("name, language", PICTURES, ids=["-".join(picture) for picture in PICTURES])
def test_picture(quiet_house, name, language, size):
    account, address = pages(quiet_house)[name]
    page = quiet_house.page(account, size, language, reduced_motion="reduce", color_scheme="light")
    assert page.goto(address).status == 200
    page.evaluate(STILL)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}{'' if language == 'vi' else '-' + language}-{size}.png"
    page.screenshot(path=path)
    assert path.stat().st_size <= LARGEST
    page.context.close()


def test_the_receipt_prints_on_one_sheet_of_a5(quiet_house, tmp_path):
    page = quiet_house.page("citizen", "1440x900")
    page.goto(f"/dossiers/{quiet_house.codes[-1]}/receipt")
    path = tmp_path / "receipt.pdf"
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    said = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    facts = dict(line.split(":", 1) for line in said.splitlines() if ":" in line)
    assert facts["Pages"].strip() == "1", said
    width, height = (float(number) for number in facts["Page size"].split()[:3:2])
    assert (round(width), round(height)) in [(420, 595), (419, 595)], said
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert quiet_house.codes[-1] in text


def test_a_procedures_page_says_what_it_takes(quiet_house):
    page = quiet_house.page()
    page.goto(f"/procedures/{PROCEDURE}")
    assert page.locator(".key-facts li").count() == 4
