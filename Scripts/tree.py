"""The tree as the checks see it: its files, each read and scanned once, and the exceptions that people allowed."""

import re
import subprocess
from functools import cache
from pathlib import Path

from swift_text import scan

ROOT = Path(__file__).resolve().parent.parent


@cache
def tracked():
    """Files under version control or about to be, as paths from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(path for path in set(listed.stdout.split("\0")) if path and (ROOT / path).is_file())


@cache
def text_of(path):
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def scanned(path):
    return scan(text_of(path))


def swift_files(*folders):
    return [path for path in tracked() if path.endswith(".swift") and path.startswith(folders or ("Sources/", "Tests/"))]


@cache
def modules():
    return re.findall(r'\bmodule\("(\w+)"', text_of("Package.swift"))


@cache
def allowed(kind):
    """Files that Scripts/escape-hatches.txt allows one kind of exception. A path that ends in / allows its folder."""
    lines = [line.split("#")[0].split() for line in text_of("Scripts/escape-hatches.txt").splitlines()]
    return tuple(line[1] for line in lines if len(line) == 2 and line[0] == kind)


def is_allowed(kind, path):
    return any(path == entry or (entry.endswith("/") and path.startswith(entry)) for entry in allowed(kind))
