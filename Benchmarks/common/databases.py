"""The two databases that every job runs on, filled with the demo province."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from . import processes
from .processes import ROOT

THACBA = ROOT / ".build/release/thacba"
FLOOR = ROOT / ".build/release/bench-floor"


def call(command: list, **options) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command[:3]))} failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
    return done.stdout


class Bench:
    """A folder of its own with a SQLite file and a PostgreSQL, both gone at the end."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="thacba-bench."))
        self.connection = call([ROOT / "Scripts/postgres-temp", "start", "--durable"]).strip()
        self.log = self.folder / "servers.log"
        self.log.touch()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        processes.stop_all()
        subprocess.run([ROOT / "Scripts/postgres-temp", "stop", self.connection], capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def postgres_pid(self) -> int:
        data = self.connection.partition("host=")[2]
        return int(Path(data, "data/postmaster.pid").read_text().split()[0])

    def database(self, engine: str) -> "Database":
        return Database(self, engine)


class Database:
    def __init__(self, bench: Bench, engine: str, residents: int | None = None):
        """With `residents` a database of its own, of that many people, beside the one that the other jobs share."""
        self.bench = bench
        self.engine = engine
        self.data = bench.folder / (engine.lower() + ("" if residents is None else "-register"))
        self.file = self.data / "thacba.sqlite"
        self.address = f"sqlite:{self.file}" if engine == "SQLite" else bench.connection
        if residents is not None and engine == "PostgreSQL":
            self.address = self.another("register")
        self.flags = ["--data", self.data, "--database", self.address]
        marker = self.data / "ready"
        if not marker.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            call([THACBA, "demo", *self.flags, *([] if residents is None else ["--residents", residents])])
            marker.touch()

    def another(self, name: str) -> str:
        """A further database on the server; its connection string."""
        call(["psql", self.bench.connection, "-qc", f"CREATE DATABASE {name}"])
        head, _, tail = self.bench.connection.partition("?")
        return f"{head.rpartition('/')[0]}/{name}?{tail}"

    def twin(self) -> str:
        """Another database with the same units and no people: a file, or a connection string."""
        if self.engine == "SQLite":
            import sqlite3

            twin = self.data / "twin.sqlite"
            with sqlite3.connect(twin) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("ATTACH ? AS other", (str(self.file),))
                made = connection.execute(
                    "SELECT sql FROM other.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
                ).fetchall()
                for (text,) in made:
                    connection.execute(text)
                connection.execute("INSERT INTO main.kernel_unit SELECT * FROM other.kernel_unit")
            return str(twin)
        address = self.another("twin")
        dump = call(["pg_dump", self.address, "--schema-only"])
        call(["psql", address, "-q"], input=dump)
        units = call(["pg_dump", self.address, "--data-only", "-t", "kernel_unit"])
        call(["psql", address, "-q"], input=units)
        return address

    def drop(self, address: str) -> None:
        name = address.partition("?")[0].rpartition("/")[2]
        call(["psql", self.bench.connection, "-qc", f"DROP DATABASE {name}"])

    def prepare(self, **wanted) -> dict:
        flags = []
        for name, value in wanted.items():
            flag = "--" + name.replace("_", "-")
            flags += [flag] if value is True else [flag, value]
        return json.loads(call([FLOOR, "prepare", *self.flags, *flags]))

    def serve(self) -> tuple[object, int, float]:
        """Process, port, seconds from exec to the first 200."""
        port = processes.free_port()
        began = time.perf_counter()
        process = processes.start([THACBA, "serve", *self.flags, "--port", port], self.bench.log)
        processes.wait_for(process, port, "/healthz", self.bench.log)
        return process, port, time.perf_counter() - began

    def count(self, table: str) -> int:
        query = f"SELECT COUNT(*) FROM {table}"
        if self.engine == "SQLite":
            import sqlite3

            with sqlite3.connect(self.file) as connection:
                return connection.execute(query).fetchone()[0]
        return int(call(["psql", self.address, "-Atqc", query]))


def syncs_per_second(folder: Path, seconds: float = 2.0) -> float:
    """What the disk takes: 4 KB written in place and fdatasync, one after the other."""
    path = folder / "syncs"
    block = os.urandom(4096)
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        os.pwrite(descriptor, block * 1024, 0)
        os.fdatasync(descriptor)
        count = 0
        begin = time.perf_counter()
        while (elapsed := time.perf_counter() - begin) < seconds:
            os.pwrite(descriptor, block, (count % 1024) * 4096)
            os.fdatasync(descriptor)
            count += 1
        return count / elapsed
    finally:
        os.close(descriptor)
        path.unlink()
