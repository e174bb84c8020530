"""Memory, start, weight of pages; with --builds also what building takes."""

import gzip
import re
import subprocess
import time
from statistics import median

from Benchmarks.common import processes
from Benchmarks.common.databases import Bench
from Benchmarks.common.report import Report, number
from Benchmarks.common.processes import ROOT

PAGES = {
    "citizen": ["/", "/procedures", "/dossiers"],
    "clerk": ["/inbox"],
}
LIMITS = {"/inbox": 60}


def run(bench: Bench, report: Report, builds: bool = False) -> None:
    goals, rows = [], []
    for engine in ("SQLite", "PostgreSQL"):
        database = bench.database(engine)
        facts = database.prepare(dossiers=60 if database.count("procedures_dossier") < 50 else 0)
        starts = []
        for _ in range(5):
            server, port, seconds = database.serve()
            starts.append(seconds)
            if len(starts) < 5:
                processes.stop(server)
        fresh = processes.pss_mb(server.pid)
        for _ in range(25):
            for account, paths in PAGES.items():
                for path in paths:
                    processes.get(port, path, {"Cookie": f"session={facts[account]}"})
        time.sleep(3)
        used = processes.pss_mb(server.pid)
        own = f"{number(processes.pss_mb(bench.postgres_pid), 'MB')}" if engine == "PostgreSQL" else "in the server"
        rows.append([engine, number(fresh, "MB"), number(used, "MB"), own, f"{median(starts) * 1000:.0f} ms"])
        goals.append((f"PSS idle after 100 requests, {engine}", used, 100, "≤ MB"))
        goals.append((f"start to the first 200, {engine}", median(starts), 1, "≤ s"))
        if engine == "SQLite":
            weights = weigh(port, facts)
        processes.stop_all()
    report.table(["", "PSS after start", "after 100 requests", "the database's PSS", "start, median of 5"], rows)
    report.table(
        ["page, first visit, compressed", "HTML", "CSS", "JS", "icons and manifest", "in all"],
        [[path, *(number(part / 1000, "KB") for part in parts), number(sum(parts) / 1000, "KB")] for path, parts in weights.items()],
    )
    goals += [(f"first visit of {path}", sum(parts) / 1000, LIMITS.get(path, 50), "≤ KB") for path, parts in weights.items()]
    report.goals(goals)
    if builds:
        build_times(report)


def weigh(port: int, facts: dict) -> dict:
    """Bytes of bodies as they go over the wire: the page and everything that its head names."""
    weights = {}
    for account, paths in PAGES.items():
        cookie = {"Cookie": f"session={facts[account]}"}
        for path in paths:
            size, body = transfer(port, path, cookie)
            parts = [size, 0, 0, 0]
            linked = re.findall(r'<(?:link|script)[^>]*(?:href|src)="(/[^"]+)"', body)
            linked += re.findall(r'import[^"]*"(/[^"]+\.js)"', body)
            for address in dict.fromkeys(linked):
                kind = 1 if ".css" in address else 2 if ".js" in address else 3
                parts[kind] += transfer(port, address, cookie)[0]
            weights[path] = parts
    return weights


def transfer(port: int, path: str, headers: dict) -> tuple[int, str]:
    status, answer, body = processes.get(port, path, {**headers, "Accept-Encoding": "br, gzip"})
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    text = gzip.decompress(body) if answer.get("content-encoding") == "gzip" else body
    return len(body), text.decode(errors="replace")


def build_times(report: Report) -> None:
    """Slow: a release build from nothing in a folder of its own, then once more after a change of one line."""
    source = ROOT / "Sources/Procedures/Catalogue/CatalogueViews.swift"
    folder = ROOT / ".build-bench"
    command = ["swift", "build", "-c", "release", "--product", "thacba", "--scratch-path", str(folder)]
    original = source.read_text()
    try:
        first = timed(command)
        source.write_text(original + "\n// one line more\n")
        again = timed(command)
    finally:
        source.write_text(original)
        subprocess.run(["rm", "-rf", str(folder)])
    report.table(
        ["release build", "seconds"],
        [["from nothing, with the download of the packages", f"{first:.0f}"], ["after a change of one line in a module", f"{again:.0f}"]],
    )


def timed(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin
