"""Servers as child processes: starting, waiting for the first answer, what they cost, stopping."""

import atexit
import http.client
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
_running: list[subprocess.Popen] = []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stop_all() -> None:
    for process in list(_running):
        stop(process)


atexit.register(stop_all)
# A signal ends the run by SystemExit, so that everything above it is torn down.
signal.signal(signal.SIGTERM, lambda *_: exit(143))


def stop(process: subprocess.Popen) -> None:
    if process in _running:
        _running.remove(process)
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def start(command: list, log: Path, env: dict | None = None, cwd: Path = ROOT) -> subprocess.Popen:
    with open(log, "ab") as sink:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=sink, stderr=sink, cwd=cwd, env={**os.environ, **(env or {})}
        )
    _running.append(process)
    return process


def wait_for(process: subprocess.Popen, port: int, path: str, log: Path, limit: float = 60) -> float:
    """Seconds until the path answers 200, polled every 2 ms."""
    begin = time.perf_counter()
    while time.perf_counter() - begin < limit:
        if process.poll() is not None:
            raise RuntimeError(f"server ended with {process.returncode}:\n{log.read_text()[-2000:]}")
        try:
            if get(port, path, timeout=5)[0] == 200:
                return time.perf_counter() - begin
        except OSError:
            pass
        time.sleep(0.002)
    raise RuntimeError(f"no answer on {path} within {limit} s:\n{log.read_text()[-2000:]}")


def get(port: int, path: str, headers: dict | None = None, timeout: float = 30) -> tuple[int, dict, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def tree(pid: int) -> list[int]:
    """A process with all its descendants."""
    parents: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry))
    found = [pid]
    for member in found:
        found += parents.get(member, [])
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and its descendants."""
    total = 0
    for member in tree(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def pss_mb(pid: int) -> float:
    """Proportional set size of a process and its descendants, in MB (10^6 bytes)."""
    kilobytes = 0
    for member in tree(pid):
        try:
            rollup = Path(f"/proc/{member}/smaps_rollup").read_text()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return kilobytes * 1024 / 1e6


def load_average() -> float:
    return os.getloadavg()[0]
