"""Signed-in page of 50 rows: the program, its floor, a bare text answer, FastAPI and Django."""

import html
import json
import os
import re
import sys
import time
from pathlib import Path

from Benchmarks.common import load, processes
from Benchmarks.common.databases import FLOOR, Bench, Database
from Benchmarks.common.report import Report, number

from .peer_template import CHIP, template

HERE = Path(__file__).parent
BIN = processes.ROOT / ".venv/bin"
ROUNDS = 2
DOSSIER, UNSEEN = "Thác Bà, one dossier", ", leaving no line"


class Contender:
    def __init__(self, name: str, process, port: int, path: str, token: str, database_pid: int | None):
        self.name, self.process, self.port, self.path = name, process, port, path
        self.headers = {"Cookie": f"session={token}"}
        self.database_pid = database_pid
        self.figures: list[load.Figure] = []

    def fetch(self) -> bytes:
        status, _, body = processes.get(self.port, self.path, self.headers)
        if status != 200:
            raise RuntimeError(f"{self.name} answered {status} on {self.path}: {body[:300]!r}")
        return body

    def run(self, seconds: int) -> None:
        figure = load.pages(
            self.process.pid, self.port, self.path, self.headers, seconds, database_pid=self.database_pid
        )
        self.figures.append(figure)
        print(f"  {self.name}: {figure.rate:,.0f}/s, load average {figure.load:.1f}", flush=True)


def run(bench: Bench, report: Report, seconds: int = 8) -> None:
    for engine in ("SQLite", "PostgreSQL"):
        database = bench.database(engine)
        facts = database.prepare(dossiers=60)
        server, port, _ = database.serve()
        pid = bench.postgres_pid if engine == "PostgreSQL" else None
        catalogue = Contender("Thác Bà, /procedures", server, port, "/procedures", facts["citizen"], pid)
        inbox = Contender("Thác Bà, /inbox", server, port, "/inbox", facts["clerk"], pid)
        catalogue_floor = floor(database, catalogue, facts["citizen"], pid)
        inbox_floor = floor(database, inbox, facts["clerk"], pid)
        path = re.search(r'href="(/dossiers/[^"/?#]+)"', inbox.fetch().decode()).group(1)
        dossier = Contender(DOSSIER, server, port, path, facts["clerk"], pid)
        unseen = [without_journal(database, page, pid) for page in (inbox, dossier)]
        text = Contender("text by Hummingbird", catalogue_floor.process, catalogue_floor.port, "/text", "", None)
        contenders = [catalogue, catalogue_floor, inbox, inbox_floor, unseen[0], dossier, unseen[1], text]
        if engine == "PostgreSQL":
            contenders += peers(bench, catalogue, facts)
        sizes(report, engine, contenders)
        for _ in range(ROUNDS):
            for contender in contenders:
                contender.run(seconds)
        tell(report, engine, contenders)
        processes.stop_all()


def floor(database: Database, page: Contender, token: str, pid: int | None) -> Contender:
    port = processes.free_port()
    process = processes.start(
        [FLOOR, "serve", *database.flags, "--path", page.path, "--token", token, "--port", port], database.bench.log
    )
    processes.wait_for(process, port, "/text", database.bench.log)
    return Contender(f"floor of {page.path}", process, port, "/floor", token, pid)


def without_journal(database: Database, page: Contender, pid: int | None) -> Contender:
    port = processes.free_port()
    process = processes.start([FLOOR, "serve-unjournaled", *database.flags, "--port", port], database.bench.log)
    processes.wait_for(process, port, "/healthz", database.bench.log)
    twin = Contender(f"{page.name}{UNSEEN}", process, port, page.path, "", pid)
    twin.headers = page.headers
    return twin


def peers(bench: Bench, page: Contender, facts: dict) -> list[Contender]:
    body = page.fetch().decode()
    # Without a change of rows or of the demo's clock the peers' answer is the program's to the last byte.
    display_name = re.search(r'<span class="long">([^<]+)</span>\s*<span class="sr">, ', body).group(1)
    order = [html.unescape(name.strip()) for name in re.findall(r">([^<>]+) <span class=\"n\">", "".join(CHIP.findall(body)))]
    headers = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie", "X-Content-Type-Options": "nosniff"}
    setup = bench.folder / "peer.json"
    setup.write_text(
        json.dumps(
            {
                "connection": bench.connection,
                "template": template(body, display_name),
                "order": order,
                "today": facts["today"],
                # Of the session's life only its end is asked for: the machine's clock is later than the demo's.
                "now": 0,
                "headers": headers,
            }
        )
    )
    env = {"BENCH_PEER": str(setup), "PYTHONPATH": str(HERE)}
    fastapi_port, django_port = processes.free_port(), processes.free_port()
    started = [
        (
            "FastAPI + Jinja2 + psycopg 3",
            fastapi_port,
            [BIN / "uvicorn", "fastapi_peer:app", "--port", fastapi_port, "--workers", 2, "--loop", "uvloop"]
            + ["--http", "httptools", "--no-access-log", "--log-level", "warning"],
        ),
        (
            "Django ORM, gunicorn",
            django_port,
            [BIN / "gunicorn", "django_peer:application", "--bind", f"127.0.0.1:{django_port}", "--workers", 2]
            + ["--worker-class", "gthread", "--threads", 4, "--keep-alive", 30, "--log-level", "warning"],
        ),
    ]
    found = []
    for name, port, command in started:
        process = processes.start(command, bench.log, env)
        processes.wait_for(process, port, "/healthz", bench.log)
        token = page.headers["Cookie"].removeprefix("session=")
        found.append(Contender(name, process, port, "/procedures", token, page.database_pid))
    return found


def sizes(report: Report, engine: str, contenders: list[Contender]) -> None:
    """Each answers as it should before any load is sent."""
    own = contenders[0].fetch()
    rows = own.count(b'<li><a href="/procedures/')
    if rows != 50:
        raise RuntimeError(f"the catalogue shows {rows} rows")
    parts = []
    for contender in contenders:
        body = contender.fetch()
        if contender.path == "/procedures" and contender is not contenders[0]:
            same = html.unescape(body.decode()) == html.unescape(own.decode())
            parts.append(f"{contender.name} {len(body):,} bytes{', the same page' if same else ', NOT the same page'}")
        elif contender.path == "/floor":
            own_size = len(contenders[contenders.index(contender) - 1].fetch())
            if len(body) != own_size:
                raise RuntimeError(f"{contender.name} has {len(body)} bytes, the page {own_size}")
        elif contender.path != "/text":
            parts.append(f"{contender.path} {len(body):,} bytes")
    report.say(f"**{engine}.** " + "; ".join(parts) + ".")
    report.say()


def tell(report: Report, engine: str, contenders: list[Contender]) -> None:
    middles = {contender.name: load.middle(contender.figures) for contender in contenders}
    rows = []
    for name, figure in middles.items():
        database = number(figure.database_cpu, "µs") if figure.database_cpu else "–"
        rows.append(
            [name, number(figure.rate), number(figure.p50, "ms"), number(figure.p99, "ms"), number(figure.cpu, "µs")]
            + [database, number(figure.pss, "MB"), f"{figure.load:.1f}"]
        )
    report.table(
        ["", "requests/s", "p50", "p99", "CPU a request", "database's CPU", "PSS after", "load average"], rows
    )
    own, inbox = middles["Thác Bà, /procedures"].rate, middles["Thác Bà, /inbox"].rate
    goals = [
        ("/procedures of its floor", 100 * own / middles["floor of /procedures"].rate, 50, "%"),
        ("/inbox of its floor", 100 * inbox / middles["floor of /inbox"].rate, 50, "%"),
        ("/procedures of a bare text answer", 100 * own / middles["text by Hummingbird"].rate, 20, "%"),
    ]
    if engine == "PostgreSQL":
        goals.append(("/procedures to FastAPI", own / middles["FastAPI + Jinja2 + psycopg 3"].rate, 2, "×"))
        goals.append(("/procedures to Django", own / middles["Django ORM, gunicorn"].rate, 15, "×"))
    for name, title in (("Thác Bà, /inbox", "50 lines"), (DOSSIER, "one line")):
        seen, unseen = middles[name], middles[name + UNSEEN]
        more = (seen.cpu + seen.database_cpu) / (unseen.cpu + unseen.database_cpu) * 100 - 100
        goals.append((f"more CPU for {title} of the journal a page, the database's too", more, 25, "≤ %"))
    report.goals(goals)
