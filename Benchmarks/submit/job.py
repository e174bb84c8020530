"""Durable submit: the whole last POST, beside a bare loop that writes the same rows in the same group sizes."""

import json
import os
import re
import threading
import time
from pathlib import Path
from statistics import median

from Benchmarks.common import load, processes
from Benchmarks.common.databases import FLOOR, Bench, Database, call, syncs_per_second
from Benchmarks.common.report import Report, number

HERE = Path(__file__).parent
ROUNDS = 2
WARM = 500
TABLES = ("procedures_dossier", "procedures_dossier_log", "kernel_journal", "kernel_idempotency")
GOALS = {"SQLite": 3000, "PostgreSQL": 1500}


def run(bench: Bench, report: Report, drafts: int = 5_000) -> None:
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
    postgres = database.bench.postgres_pid if database.engine == "PostgreSQL" else None
    with Watch(port, server.pid, postgres) as watch:
        said = load.scripted(port, "/dossiers", HERE / "submit.lua", {**environment, "BENCH_FIRST": str(WARM + 1)}, 120)
    spent = watch.until(said["seconds"])
    done = count * spent["share"]
    said["cpu"] = spent["cpu"] / done * 1e6
    said["database_cpu"] = spent["database_cpu"] / done * 1e6
    said["group"] = spent["group"]
    said["load"] = processes.load_average()
    said["rate"] = said["sent"] / said["seconds"]
    processes.stop(server)
    new = {table: database.count(table) - before[table] for table in TABLES}
    if set(new.values()) != {said["sent"]} or said["sent"] + said["others"] != count:
        raise RuntimeError(f"acknowledged {said}, rows {new}")
    group = f", {said['group']:.1f} a commit" if said["group"] else ""
    print(f"  {database.engine}: {said['rate']:,.0f}/s{group}, load average {said['load']:.1f}", flush=True)
    return said


class Watch:
    """Looks four times a second, so that the quiet time after the last answer is left out."""

    def __init__(self, port: int, pid: int, database_pid: int | None):
        self.port, self.pid, self.database_pid = port, pid, database_pid
        self.samples: list[tuple] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.look)

    def __enter__(self):
        self.samples.append(self.sample())
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def look(self) -> None:
        while not self.over.wait(0.25):
            self.samples.append(self.sample())

    def sample(self) -> tuple:
        database_cpu = processes.cpu_seconds(self.database_pid) if self.database_pid else 0.0
        return time.monotonic(), committed(self.port), processes.cpu_seconds(self.pid), database_cpu

    def until(self, seconds: float) -> dict:
        """What was spent, and in which share of the time, between the first look and the last one within."""
        first = self.samples[0]
        last = [one for one in self.samples if one[0] <= first[0] + seconds][-1]
        if last is first:
            last = self.samples[1]
        group = None
        if first[1]:
            group = (last[1][1] - first[1][1]) / max(1, last[1][0] - first[1][0])
        share = min(1.0, (last[0] - first[0]) / seconds)
        return {"share": share, "cpu": last[2] - first[2], "database_cpu": last[3] - first[3], "group": group}


def committed(port: int) -> tuple[int, int] | None:
    """What SQLite's writer has committed: groups and transactions. On PostgreSQL each transaction has its own."""
    figures = processes.get(port, "/metrics")[2].decode()
    found = [
        re.search(rf"^thacba_database_{name}_total (\d+)", figures, re.MULTILINE) for name in ("commits", "transactions")
    ]
    return tuple(int(one.group(1)) for one in found) if all(found) else None


def bare(database: Database, count: int, group: float | None, round_number: int) -> dict:
    path = database.bench.folder / f"bare-{round_number}.tsv"
    database.prepare(drafts=count + 3, out=path)
    size = max(1, round(group or (8 if database.engine == "SQLite" else 1)))
    said = json.loads(call([FLOOR, "submit", *database.flags, "--drafts", path, "--group", size]))
    said["rate"] = said["rows"] / said["seconds"]
    print(f"  bare loop: {said['rate']:,.0f}/s, {size} a commit", flush=True)
    return said


def tell(report: Report, engine: str, ours: list[dict], floors: list[dict], one_place: dict, syncs: float) -> None:
    rows = []
    for name, all_rounds in (("Thác Bà, POST /dossiers", ours), ("the same, all to one commune", [one_place])):
        middle = {key: median(one[key] for one in all_rounds) for key in ("rate", "p50", "p99", "cpu", "database_cpu", "load")}
        refused = sum(one["others"] for one in all_rounds)
        groups = [one["group"] for one in all_rounds if one["group"]]
        rows.append(
            [name, number(middle["rate"]), number(middle["p50"], "ms"), number(middle["p99"], "ms")]
            + [number(middle["cpu"], "µs"), number(middle["database_cpu"], "µs") if middle["database_cpu"] else "–"]
            + [number(median(groups)) if groups else "1", refused, f"{middle['load']:.1f}"]
        )
    bare_rate = median(one["rate"] for one in floors)
    rows.append(["bare loop, the same rows", number(bare_rate), "–", "–", "–", "–", floors[0]["group"], "–", "–"])
    statements = f"{floors[0]['allStatements']} statements a submission, {floors[0]['statements']} of them write"
    report.say(f"**{engine}.** The disk takes {number(syncs)} fdatasync/s; {statements}; rows found = answers 303.")
    report.say()
    report.table(["", "submits/s", "p50", "p99", "CPU a submit", "database's CPU", "a commit", "refused", "load average"], rows)
    rate = median(one["rate"] for one in ours)
    report.goals(
        [
            (f"submit of the bare loop, {engine}", 100 * rate / bare_rate, 50, "%"),
            (f"submits/s, {engine}", rate, GOALS[engine], "/s"),
        ]
    )
