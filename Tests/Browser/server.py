"""A server of the program under test: in a folder of its own, on a port of its own."""

import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("THACBA_TEST_BINARY") or ROOT / ".build/debug/thacba")


class Server:
    """One `thacba serve`. The data outlive a stop, so that a test can start it again on the same folder."""

    def __init__(self, data: Path, database: str | None = None):
        self.data = data
        self.database = database
        self.log = data.parent / f"{data.name}.log"
        self.process: subprocess.Popen | None = None
        self.url = ""
        self.password = ""

    def command(self, *words: str) -> list[str]:
        place = ["--data", str(self.data)] + (["--database", self.database] if self.database else [])
        return [str(BINARY), *words, *place]

    def run(self, *words: str) -> str:
        """Runs another command on the same data; what it prints."""
        # An empty folder holds no thacba.yaml that could change what is tested.
        done = subprocess.run(
            self.command(*words), capture_output=True, text=True, timeout=120, env=self.environment,
            cwd=self.data.parent,
        )  # fmt: skip
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("THACBA_")}
        return kept | {"TZ": "Asia/Ho_Chi_Minh"}

    def fill(self) -> "Server":
        self.data.mkdir(parents=True, exist_ok=True)
        # Without made-up residents: each server of its own would wait for them.
        self.run("demo", "--residents", "0")
        return self

    def start(self, port: int = 0, *more: str) -> "Server":
        log = self.log.open("ab")
        # The welcome begins behind what an earlier run of the same server wrote.
        begins = self.log.stat().st_size
        self.process = subprocess.Popen(
            self.command("serve", "--port", str(port), *more), stdout=log, stderr=log, env=self.environment,
            cwd=self.data.parent,
        )
        log.close()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            said = self.log.read_bytes()[begins:].decode(errors="replace")
            address = re.search(r"https?://\S+:(\d+)", said)
            if address and "stops the server" in said:
                self.port = int(address[1])
                self.url = f"http://127.0.0.1:{self.port}"
                self.password = re.search(r"password (\S+)", said)[1]
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """As a power cut would: no time to finish anything."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)

    def restart(self) -> "Server":
        """On the same port, so that pages that are open find it again."""
        return self.start(self.port)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError("the server did not stop within 20 seconds of SIGTERM")

    def logged(self) -> str:
        return self.log.read_text(errors="replace")


def temporary_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="thacba-browser-"))


class TemporaryPostgres:
    """`Scripts/postgres-temp` for one test."""

    script = str(ROOT / "Scripts/postgres-temp")

    def __init__(self):
        self.connection = self.call("start")

    def call(self, *words: str) -> str:
        done = subprocess.run([self.script, *words], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def crash(self) -> None:
        self.call("crash", self.connection)

    def resume(self) -> None:
        self.call("resume", self.connection)

    def stop(self) -> None:
        self.call("stop", self.connection)
