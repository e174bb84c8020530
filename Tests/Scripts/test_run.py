"""Scripts/run before it builds: what would stop the server later is told at once."""

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

RUN = Path(__file__).resolve().parents[2] / "Scripts" / "run"


@pytest.mark.parametrize("form", ["--port {}", "--port={}"])
def test_a_port_that_is_taken_is_told_before_anything_is_installed_or_built(tmp_path, form):
    (tmp_path / "Scripts").mkdir()
    shutil.copy(RUN, tmp_path / "Scripts" / "run")  # alone: without Scripts/setup it could not go on
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        command = ["bash", str(tmp_path / "Scripts" / "run"), *form.format(port).split()]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert answer.returncode == 1
    assert answer.stderr == f"Port {port} is taken. Stop what holds it, or take another: make run PORT={port + 1}\n"
