"""Load by wrk, and what the server paid for it."""

import json
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from . import processes

CONNECTIONS = 64
UNITS = {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}


@dataclass
class Figure:
    """One run: rate, latencies in ms, CPU in µs a request, memory in MB."""

    rate: float
    p50: float
    p99: float
    cpu: float
    database_cpu: float
    pss: float
    load: float


def middle(figures: list[Figure]) -> Figure:
    return Figure(*(median(getattr(one, name) for one in figures) for name in Figure.__dataclass_fields__))


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * UNITS[unit]


def _wrk(url: str, seconds: int, headers: dict) -> str:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run([*command, url], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"wrk: {done.stdout}{done.stderr}")
    return done.stdout


def pages(
    pid: int, port: int, path: str, headers: dict, seconds: int = 8, warm: int = 2, database_pid: int | None = None
) -> Figure:
    """GETs one page with 64 connections; refuses a run in which any answer was not 200."""
    url = f"http://127.0.0.1:{port}{path}"
    _wrk(url, warm, headers)
    before, database_before = processes.cpu_seconds(pid), processes.cpu_seconds(database_pid) if database_pid else 0
    said = _wrk(url, seconds, headers)
    cpu = processes.cpu_seconds(pid) - before
    database_cpu = processes.cpu_seconds(database_pid) - database_before if database_pid else 0
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    if wrong:
        raise RuntimeError(f"{wrong.group(1)} answers of {path} were errors")
    requests = int(re.search(r"(\d+) requests in", said).group(1))
    latency = dict(re.findall(r"^\s+(50|99)%\s+(\S+)", said, re.MULTILINE))
    return Figure(
        rate=float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1)),
        p50=_milliseconds(latency["50"]),
        p99=_milliseconds(latency["99"]),
        cpu=cpu / requests * 1e6,
        database_cpu=database_cpu / requests * 1e6,
        pss=processes.pss_mb(pid),
        load=processes.load_average(),
    )


def scripted(port: int, path: str, script: Path, env: dict, seconds: int) -> dict:
    """Runs a Lua script that makes the file BENCH_DONE when it is through and prints a line of JSON, marked by `@@`.

    wrk itself would sleep until its time is over; a signal ends that sleep.
    """
    with tempfile.TemporaryDirectory() as folder:
        done = Path(folder, "done")
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script)]
        process = subprocess.Popen(
            [*command, f"http://127.0.0.1:{port}{path}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**env, "BENCH_DONE": str(done)},
        )
        try:
            while process.poll() is None and not done.exists():
                time.sleep(0.02)
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=30)
        finally:
            process.kill()
    found = re.search(r"^@@(.*)$", said, re.MULTILINE)
    if not found:
        raise RuntimeError(f"the load ended without its figures:\n{said}")
    return json.loads(found.group(1))
