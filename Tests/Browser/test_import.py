"""A list of people comes in: on a phone without scripts, at a desk, and through a SIGKILL; counted by a reader of our own."""

import csv
import os
import random
import re
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from checks import check_page
from server import Server

# `THACBA_TEST_PEOPLE=850000` kills an import of the whole province.
PEOPLE = int(os.environ.get("THACBA_TEST_PEOPLE", "6000"))
HEADS = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Số CCCD", "Điện thoại", "Mã xã"]
FAMILIES = ["Hoàng", "Triệu", "Bàn", "Nguyễn", "Lương", "Đặng", "Giàng", "Lò"]
GIVEN = ["Hoa", "Páo", "Mai", "An", "Thắng", "Inh", "Liễu", "Sơn"]
COMMUNES = ["04765", "04762", "04714", "04717"]


def write_list(path: Path, count: int, separator: str = ";") -> dict:
    """Made-up people, every hundredth line wrong; what has to come of it."""
    chosen = random.Random(count)
    expected = {"people": 0, "numbers": set(), "refused": 0, "communes": dict.fromkeys(COMMUNES, 0)}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(HEADS)
        for place in range(count):
            year, woman = 1950 + chosen.randrange(70), chosen.randrange(2)
            number = f"015{(2 if year >= 2000 else 0) + woman}{year % 100:02}{place:06}"
            name = f"{chosen.choice(FAMILIES)} {'Thị' if woman else 'Văn'} {chosen.choice(GIVEN)}"
            commune = chosen.choice(COMMUNES)
            if place % 100 == 99:
                number = number[:-1]
                expected["refused"] += 1
            else:
                expected["people"] += 1
                expected["numbers"].add(number)
                expected["communes"][commune] += 1
            writer.writerow([place + 1, name, f"1/{1 + place % 12}/{year}", "Nữ" if woman else "Nam", "Tày", number, "", commune])
    return expected


def rows(server: Server, text: str) -> list[tuple]:
    if server.database:
        said = subprocess.run(["psql", server.database, "-Atqc", text], capture_output=True, text=True, check=True)
        return [tuple(line.split("|")) for line in said.stdout.splitlines()]
    with sqlite3.connect(server.data / "thacba.sqlite") as connection:
        return connection.execute(text).fetchall()


def check_tables(server: Server, expected: dict) -> None:
    made_up = "WHERE reason LIKE 'Nạp danh sách%'"
    assert int(rows(server, f"SELECT COUNT(*) FROM kernel_person {made_up}")[0][0]) == expected["people"]
    numbers = rows(server, f"SELECT number FROM kernel_person_identifier WHERE person_id IN (SELECT id FROM kernel_person {made_up})")
    assert len(numbers) == len(expected["numbers"]) and {number for (number,) in numbers} == expected["numbers"]
    homes = rows(server, f"""SELECT v.code, COUNT(DISTINCT r.resident_id) FROM kernel_resident r
        JOIN kernel_unit_version v ON v.unit_id = r.commune_id AND v.valid_to IS NOT NULL
        WHERE r.resident_id IN (SELECT id FROM kernel_person {made_up}) GROUP BY v.code""")
    found = {code: int(count) for code, count in homes if code in COMMUNES}
    assert found == expected["communes"]
    assert int(rows(server, "SELECT COUNT(*) FROM register_import_problem")[0][0]) == expected["refused"]


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_an_import_that_is_killed_half_way_is_counted_right(engine, folder, request, tmp_path):
    database = request.getfixturevalue("postgres").connection if engine == "postgres" else None
    server = Server(folder / f"killed-{engine}", database)
    server.data.mkdir(parents=True, exist_ok=True)
    server.run("demo", "--residents", "0")
    people = tmp_path / "danh-sach.csv"
    expected = write_list(people, PEOPLE)
    kills, said = 0, ""
    for _ in range(20):
        process = subprocess.Popen(
            server.command("import", "people", str(people)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=server.environment, cwd=server.data.parent,
        )  # fmt: skip
        for line in process.stderr:
            # In the middle of the check, then in the middle of the writing.
            if (kills == 0 and line.startswith("checking")) or (0 < kills < 4 and line.startswith("writing")):
                kills += 1
                time.sleep(0.3 if kills == 1 else 0.2)
                process.send_signal(signal.SIGKILL)
                break
            if 0 < kills < 4 and not line.startswith("checking"):
                kills += 1
                process.send_signal(signal.SIGKILL)
                break
        said = process.stdout.read()
        process.wait()
        process.stdout.close()
        process.stderr.close()
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL, said
    assert kills >= 2, "it was too quick to be killed"
    # Killed after its last line and begun again, it finds everybody known.
    new, known, doubtful, refused = map(int, re.search(r"new (\d+), known (\d+), to review (\d+), refused (\d+)", said).groups())
    assert (new + known, doubtful, refused) == (expected["people"], 0, expected["refused"]), said
    assert 0 in (new, known), said
    runs = 1 if new else 2
    check_tables(server, {**expected, "refused": runs * expected["refused"]})
    # The same list again finds everybody.
    again = server.run("import", "people", str(people))
    assert f"new 0, known {expected['people']}" in again
    check_tables(server, {**expected, "refused": (runs + 1) * expected["refused"]})


def test_a_server_that_is_killed_takes_the_import_up_again(own_house, own_server, tmp_path):
    people = tmp_path / "danh-sach.csv"
    expected = write_list(people, PEOPLE, ",")
    page = own_house.page("office", size="1440x900", language="vi")
    send(page, people)
    check_page(page, "vi")
    page.click("main form[action$='/check'] button")
    wait_for(page, "form[action$='/run']")
    page.click("main form[action$='/run'] button")
    time.sleep(1)
    own_server.kill()
    own_server.restart()
    # The lease of the dead server has to run out.
    wait_for(page, "a[href$='problems.csv']", 180)
    expect(page.locator(".tag").first).to_have_text("Đã nạp xong", timeout=240_000)
    check_tables(own_server, expected)
    check_page(page, "vi")


def send(page, people: Path) -> None:
    page.goto("/residents/import")
    page.set_input_files("#file", str(people))
    page.click("main form[action='/residents/import'] button")
    page.wait_for_url("**/columns", timeout=60_000)


def wait_for(page, selector: str, seconds: float = 60) -> None:
    """As somebody who looks again now and then."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            page.reload()
            if page.locator(selector).count():
                return
        except Exception as error:  # the server may be away
            if time.monotonic() > deadline:
                raise error
        time.sleep(1)
    raise AssertionError(f"{selector} did not come: {page.url}")


def test_a_phone_without_scripts_brings_a_list_in(own_house, own_server, tmp_path):
    people = tmp_path / "xã Vũ Linh.csv"
    expected = write_list(people, 150, ",")
    page = own_house.page("office", script=False)
    page.goto("/residents/import")
    check_page(page, "vi")
    page.click("main form[action='/residents/import'] button")
    expect(page.locator("#file-error")).to_contain_text("Hãy chọn tệp CSV")
    send(page, people)
    check_page(page, "vi")
    expect(page.locator("#column-1")).to_have_value("fullName")
    expect(page.locator("#column-0")).to_have_value("")
    page.select_option("#column-2", "")
    page.click("main form[action$='/check'] button")
    expect(page.locator(".errors")).to_contain_text("Hãy chọn cột nào là “Ngày sinh”")
    check_page(page, "vi")
    page.select_option("#column-2", "birth")
    page.click("main form[action$='/check'] button")
    # The page looks again by itself.
    expect(page.locator("form[action$='/run']")).to_be_visible(timeout=30_000)
    check_page(page, "vi")
    expect(page.locator("#counts")).to_have_text("Nếu nạp danh sách này")
    with page.expect_download() as download:
        page.click("a[href$='problems.csv']")
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        mend = list(csv.reader(file))
    assert mend[0] == HEADS + ["Dòng", "Kết quả", "Lý do"]
    assert [row[0] for row in mend[1:]] == ["100"] and "bạn đã nhập 11" in mend[1][-1]
    page.click("main form[action$='/run'] button")
    expect(page.locator(".tag").first).to_have_text("Đã nạp xong", timeout=30_000)
    check_page(page, "vi")
    check_tables(own_server, expected)
