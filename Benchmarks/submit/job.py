"""Durable submit: the whole last POST, beside a bare loop that writes the same rows in the same group sizes."""

import json
import os
import re
from pathlib import Path
from statistics import median

from Benchmarks.common import load, processes
from Benchmarks.common.databases import FLOOR, Bench, Database, call, syncs_per_second
from Benchmarks.common.report import Report, number

HERE = Path(__file__).parent
ROUNDS = 2
WARM = 500
TABLES = ("procedures_dossier", "kernel_outbox", "kernel_journal", "kernel_idempotency")
GOALS = {"SQLite": 3000, "PostgreSQL": 1500}


def run(bench: Bench, report: Report, drafts: int = 8_000) -> None:
    report.say(f"64 connections; {drafts:,} submissions a round, drafts of 50 citizens for all communes.")
    report.say()
    for engine in ("SQLite", "PostgreSQL"):
        database = bench.database(engine)
        syncs = [syncs_per_second(database.data)]
        ours, floors = [], []
        for number_of_round in range(ROUNDS):
            ours.append(sent(database, drafts, number_of_round))
            floors.append(bare(database, drafts, ours[-1]["group"], number_of_round))
            syncs.append(syncs_per_second(database.data))
        one_place = sent(database, drafts // 4, ROUNDS, one_commune=True)
        tell(report, engine, ours, floors, one_place, median(syncs))


def sent(database: Database, count: int, round_number: int, one_commune: bool = False) -> dict:
    """One round of the program, which runs for it alone: what it does afterwards shall not slow down the bare loop."""
    path = database.bench.folder / f"drafts-{round_number}.tsv"
    database.prepare(drafts=count + WARM, out=path, **({"one_commune": True} if one_commune else {}))
    server, port, _ = database.serve()
    environment = {**os.environ, "BENCH_DRAFTS": str(path)}
    load.scripted(port, "/dossiers", HERE / "submit.lua", {**environment, "BENCH_LAST": str(WARM)}, 60)
    before = {table: database.count(table) for table in TABLES}
    commits = committed(port)
    cpu = processes.cpu_seconds(server.pid)
    postgres = database.bench.postgres_pid if database.engine == "PostgreSQL" else None
    database_cpu = processes.cpu_seconds(postgres) if postgres else 0
    said = load.scripted(port, "/dossiers", HERE / "submit.lua", {**environment, "BENCH_FIRST": str(WARM + 1)}, 120)
    said["cpu"] = (processes.cpu_seconds(server.pid) - cpu) / count * 1e6
    said["database_cpu"] = (processes.cpu_seconds(postgres) - database_cpu) / count * 1e6 if postgres else 0
    said["load"] = processes.load_average()
    said["rate"] = said["sent"] / said["seconds"]
    after = committed(port)
    said["group"] = (after[1] - commits[1]) / max(1, after[0] - commits[0]) if after else None
    processes.stop(server)
    new = {table: database.count(table) - before[table] for table in TABLES}
    said["valid"] = said["sent"] == count and set(new.values()) == {said["sent"]} and said["others"] == 0
    if not said["valid"]:
        raise RuntimeError(f"acknowledged {said}, rows {new}")
    group = f", {said['group']:.1f} a commit" if said["group"] else ""
    print(f"  {database.engine}: {said['rate']:,.0f}/s{group}, load average {said['load']:.1f}", flush=True)
    return said


def committed(port: int) -> tuple[int, int] | None:
    """What SQLite's writer has committed: groups and transactions. On PostgreSQL each transaction has its own."""
    figures = processes.get(port, "/metrics")[2].decode()
    found = [
        re.search(rf"^thacba_database_{name}_total (\d+)", figures, re.MULTILINE) for name in ("commits", "transactions")
    ]
    return tuple(int(one.group(1)) for one in found) if all(found) else None


def bare(database: Database, count: int, group: float | None, round_number: int) -> dict:
    path = database.bench.folder / f"bare-{round_number}.tsv"
    database.prepare(drafts=count + 2, out=path)
    size = max(1, round(group or (8 if database.engine == "SQLite" else 1)))
    said = json.loads(call([FLOOR, "submit", *database.flags, "--drafts", path, "--group", size]))
    said["rate"] = said["rows"] / said["seconds"]
    print(f"  bare loop: {said['rate']:,.0f}/s, {size} a commit", flush=True)
    return said


def tell(report: Report, engine: str, ours: list[dict], floors: list[dict], one_place: dict, syncs: float) -> None:
    rows = []
    for name, all_rounds in (("Thác Bà, POST /dossiers", ours), ("the same, all to one commune", [one_place])):
        middle = {key: median(one[key] for one in all_rounds) for key in ("rate", "p50", "p99", "cpu", "database_cpu", "load")}
        groups = [one["group"] for one in all_rounds if one["group"]]
        rows.append(
            [name, number(middle["rate"]), number(middle["p50"], "ms"), number(middle["p99"], "ms")]
            + [number(middle["cpu"], "µs"), number(middle["database_cpu"], "µs") if middle["database_cpu"] else "–"]
            + [number(median(groups)) if groups else "1", f"{middle['load']:.1f}"]
        )
    bare_rate = median(one["rate"] for one in floors)
    rows.append(["bare loop, the same rows", number(bare_rate), "–", "–", "–", "–", floors[0]["group"], "–"])
    statements = f"{floors[0]['allStatements']} statements a submission, {floors[0]['statements']} of them write"
    report.say(f"**{engine}.** The disk takes {number(syncs)} fdatasync/s; {statements}; rows found = answers 303.")
    report.say()
    report.table(["", "submits/s", "p50", "p99", "CPU a submit", "database's CPU", "a commit", "load average"], rows)
    rate = median(one["rate"] for one in ours)
    report.goals(
        [
            (f"submit of the bare loop, {engine}", 100 * rate / bare_rate, 50, "%"),
            (f"submits/s, {engine}", rate, GOALS[engine], "/s"),
        ]
    )
