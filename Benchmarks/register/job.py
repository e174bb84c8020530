"""The register with the whole province: import, killed half-way, beside the engine's own load; look-ups; re-index."""

import csv
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
import unicodedata
from pathlib import Path

from Benchmarks.common import processes
from Benchmarks.common.databases import FLOOR, THACBA, Bench, Database, call
from Benchmarks.common.processes import ROOT
from Benchmarks.common.report import Report, number

TABLES = (
    "kernel_person", "kernel_person_identifier", "kernel_person_phone", "kernel_residence", "kernel_resident",
    "kernel_syllable", "kernel_syllable_stem",
)  # fmt: skip
NAME_KINDS = ("marks", "plain", "typo")
HEADS = ("Số định danh cá nhân", "Số CMND cũ", "Mã số bảo hiểm xã hội")


def run(bench: Bench, report: Report, residents: int = 850_000, seconds: int = 30) -> None:
    people = bench.folder / "people.csv"
    call([FLOOR, "residents", "--count", residents, "--out", people])
    expected = counted(people)
    queries = write_queries(people, bench.folder / "queries.tsv", seconds * 200)
    report.say(f"{residents:,} made-up people, a list of {people.stat().st_size / 1e6:.0f} MB.")
    report.say()
    for engine in ("SQLite", "PostgreSQL"):
        database = Database(bench, engine, residents=0)
        before = counts(database)
        brought = bring_in(database, people, residents)
        check(database, before, expected)
        own = own_load(database)
        wide = json.loads(call([FLOOR, "register-search", *database.flags, "--queries", queries]))
        began = time.perf_counter()
        call([THACBA, "reindex", *database.flags])
        reindexed = time.perf_counter() - began
        check(database, before, expected)
        memory = serve(database)
        tell(report, engine, residents, brought, own, wide, reindexed, memory)


def counted(people: Path) -> dict:
    """What the tables must hold, by a reader of its own."""
    names, numbers, phones, communes = 0, 0, 0, {}
    with people.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            names += 1
            numbers += sum(bool(row[head]) for head in HEADS)
            phones += bool(row["Điện thoại"])
            communes[row["Mã xã"]] = communes.get(row["Mã xã"], 0) + 1
    return {"people": names, "numbers": numbers, "phones": phones, "communes": communes}


def bring_in(database: Database, people: Path, residents: int) -> dict:
    """By the command line. It is killed by SIGKILL half-way and begun again."""
    command = [str(part) for part in (THACBA, "import", "people", people, *database.flags)]
    times, killed = {"begin": time.perf_counter()}, 0
    spent = {"lines": 0, "seconds": 0.0}
    while True:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        last = None
        for line in process.stderr:
            now = time.perf_counter()
            if line.startswith("checking"):
                times["checking"] = now
            elif line.startswith("writing"):
                times["writing"] = now
                last = (0, now)
            elif " lines, " in line:
                done = int(line.split()[0])
                if last:
                    spent["lines"] += done - last[0]
                    spent["seconds"] += now - last[1]
                last = (done, now)
                # A short list may be over before it can be killed.
                if not killed and residents // 2 < done < residents:
                    process.send_signal(signal.SIGKILL)
                    killed = done
                    break
        process.wait()
        said = process.stdout.read()
        process.stderr.close()
        process.stdout.close()
        if process.returncode == 0:
            break
        if process.returncode != -signal.SIGKILL:
            raise RuntimeError(f"the import ended with {process.returncode}: {said}")
    times["end"] = time.perf_counter()
    return {
        "check": times["writing"] - times["checking"], "rate": spent["lines"] / max(spent["seconds"], 1e-9),
        "killed": killed, "said": said.strip().splitlines()[-1],
    }  # fmt: skip


def query(database: Database, text: str) -> list[tuple]:
    if database.engine == "SQLite":
        with sqlite3.connect(database.file) as connection:
            return connection.execute(text).fetchall()
    said = call(["psql", database.address, "-Atqc", text])
    return [tuple(line.split("|")) for line in said.splitlines()]


def counts(database: Database) -> dict:
    """People, numbers, telephones, and residents by commune."""
    residents = query(database, """SELECT v.code, COUNT(*) FROM kernel_resident r JOIN kernel_unit_version v
        ON v.unit_id = r.commune_id AND v.valid_from <= '2022-07-25'
        AND (v.valid_to IS NULL OR v.valid_to > '2022-07-25') GROUP BY v.code""")
    return {
        "people": database.count("kernel_person"), "numbers": database.count("kernel_person_identifier"),
        "phones": database.count("kernel_person_phone"), "communes": {code: int(count) for code, count in residents},
    }  # fmt: skip


def check(database: Database, before: dict, expected: dict) -> None:
    """Every line once, wherever the kill came."""
    after = counts(database)
    new = {key: after[key] - before[key] for key in ("people", "numbers", "phones")}
    homes = {code: count - before["communes"].get(code, 0) for code, count in after["communes"].items()}
    new["communes"] = {code: count for code, count in homes.items() if count}
    if new != expected:
        wrong = {key: (new[key], expected[key]) for key in ("people", "numbers", "phones") if new[key] != expected[key]}
        raise RuntimeError(f"{database.engine}: found and expected {wrong or 'other communes'}")
    # Namesakes born on one day wait for somebody to look at them; their lines are in all the same.
    if database.count("register_import_problem WHERE NOT is_doubt"):
        raise RuntimeError("lines of a list without faults were refused")


def own_load(database: Database) -> float:
    """Seconds in which the engine itself loads the same rows into the same tables with the same indexes."""
    twin = database.twin()
    if database.engine == "SQLite":
        connection = sqlite3.connect(twin, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -32000")
        connection.execute("ATTACH ? AS other", (str(database.file),))
        began = time.perf_counter()
        for table in TABLES:
            connection.execute("BEGIN")
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")
            connection.execute("COMMIT")
        spent = time.perf_counter() - began
        connection.close()
        Path(twin).unlink()
        return spent
    folder = database.data / "copies"
    folder.mkdir(exist_ok=True)
    for table in TABLES:
        call(["psql", database.address, "-qc", f"\\copy {table} TO '{folder / table}'"])
    began = time.perf_counter()
    for table in TABLES:
        call(["psql", twin, "-qc", f"\\copy {table} FROM '{folder / table}'"])
    spent = time.perf_counter() - began
    shutil.rmtree(folder)
    database.drop(twin)
    return spent


def write_queries(people: Path, out: Path, count: int) -> Path:
    """What officers look for: numbers, and names as they are typed, in communes, districts and the province."""
    chosen = random.Random(7)
    with people.open(encoding="utf-8-sig", newline="") as file:
        rows = []
        for place, row in enumerate(csv.DictReader(file)):
            # One of a few thousand, wherever it stands.
            if len(rows) < 4_000:
                rows.append(row)
            elif (other := chosen.randrange(place + 1)) < 4_000:
                rows[other] = row
    with (ROOT / "Resources/seeds/units-2022.csv").open(newline="") as file:
        district = {row["code"]: row["parent_code"] for row in csv.DictReader(file)}
    lines = []
    for place in range(count):
        row = chosen.choice(rows)
        # Most officers who search sit in one of 173 communes, some in nine districts, few in the province's office.
        scope = chosen.choices(("commune", "district", "province"), (80, 15, 5))[0]
        commune = row["Mã xã"]
        unit = {"commune": commune, "district": district[commune], "province": "15"}[scope]
        if place % 4 == 0 and row[HEADS[0]]:
            lines.append(f"number\t{unit}\t{row[HEADS[0]]}")
            continue
        name = row["Họ và tên"]
        kind = chosen.choice(NAME_KINDS)
        if kind != "marks":
            name = bare(name)
        if kind == "typo":
            name = slip(name, chosen)
        lines.append(f"{kind} in a {scope}\t{unit}\t{name}")
    out.write_text("\n".join(lines))
    return out


def bare(name: str) -> str:
    marks = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in marks if not unicodedata.combining(sign)).lower()


def slip(name: str, chosen: random.Random) -> str:
    """A letter more, less, other, or two changed over."""
    place = chosen.randrange(1, len(name))
    match chosen.randrange(4):
        case 0:
            return name[:place] + chosen.choice("aeiouhngtc") + name[place:]
        case 1:
            return name[:place] + name[place + 1 :]
        case 2:
            return name[:place] + chosen.choice("aeiouhngtc") + name[place + 1 :]
    return name[: place - 1] + name[place : place + 1] + name[place - 1] + name[place + 1 :]


def serve(database: Database) -> tuple[float, float | None]:
    """PSS of a server over the province after some pages, and of its database."""
    server, port, _ = database.serve()
    for _ in range(200):
        processes.get(port, "/procedures")
    used = processes.pss_mb(server.pid)
    own = processes.pss_mb(database.bench.postgres_pid) if database.engine == "PostgreSQL" else None
    processes.stop_all()
    return used, own


def tell(report: Report, engine: str, residents: int, brought: dict, own: float, wide: dict, reindexed: float,
         memory: tuple) -> None:  # fmt: skip
    killed = f"killed at line {brought['killed']:,} and begun again, " if brought["killed"] else ""
    share = brought["rate"] / (residents / own) * 100
    report.say(
        f"**{engine}.** The check reads {residents / brought['check']:,.0f} lines/s, the import writes "
        f"{brought['rate']:,.0f} lines/s; {killed}every line is there once. "
        f"The engine's own load of the same rows: {residents / own:,.0f} people/s. Load average {processes.load_average():.1f}."
    )
    report.say()
    report.table(
        ["look-ups at 200/s", "number", "found", "p50", "p95", "p99", "longest"],
        [
            [kind, f"{figures[0]:,.0f}", f"{figures[5]:,.0f}", *(f"{value:.1f} ms" for value in figures[1:5])]
            for kind, figures in sorted(wide["kinds"].items())
        ],
    )
    names = [figures for kind, figures in wide["kinds"].items() if kind != "number"]
    report.goals([
        (f"look-up by number, p95, {engine}", wide["kinds"]["number"][2], 5, "≤ ms"),
        (f"search by name, p95, {engine}", wide["names"][2], 30, "≤ ms"),
        (f"search by name, worst kind's p95, {engine}", max(figures[2] for figures in names), 30, "≤ ms"),
        (f"import of the engine's own load, {engine}", share, 30, "%"),
        (f"re-index, {engine}", reindexed / 60, 3, "≤ min"),
        (f"PSS of the server with the province, {engine}", memory[0], 200, "≤ MB"),
    ])  # fmt: skip
    if memory[1]:
        report.say(f"The database beside it: {number(memory[1], 'MB')}.")
        report.say()
