"""Scripts/setup on machines that lack something: each is a folder of commands that say what such a machine would say."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SETUP = Path(__file__).resolve().parents[2] / "Scripts" / "setup"
TOOLS = ["bash", "cat", "cp", "dirname", "env", "grep", "head", "mkdir", "sed", "sha256sum", "sort", "touch", "true"]
SWIFT = 'echo "swift-driver version: 1.148" >&2\necho "Swift version 6.3.1 (swift-6.3.1-RELEASE)"'
LOADER = 'echo "swift: error while loading shared libraries: libncurses.so.6: cannot open shared object file" >&2; exit 127'
HAS_NOTHING = "exit 1"
HAS_ALL = 'for package in "${@:4}"; do echo "$package installed"; done'
INSTALLS = 'echo "apt-get $*"; [ "$1" != install ] || touch "$(dirname "$0")/../installed"'
CANNOT = 'echo "W: Failed to fetch"; [ "$1" = update ] || { echo "E: Unable to locate package" >&2; exit 100; }'
MACHINE = {"uname": "echo x86_64", "id": "echo 1000", "dpkg-query": HAS_NOTHING, "apt-get": INSTALLS, "swift": SWIFT}
MAY = 'exec "$@"'
MAY_NOT = 'echo "sudo: a password is required" >&2; exit 1'


@pytest.fixture
def run(tmp_path):
    def run(mode="run", **commands):
        machine = {name.replace("_", "-"): text for name, text in commands.items()}
        folder = tmp_path / "a folder" / "bin"
        folder.mkdir(parents=True)
        for tool in TOOLS:
            (folder / tool).symlink_to(shutil.which(tool))
        for name, text in (MACHINE | machine).items():
            if text is not None:
                (folder / name).write_text(f"#!/bin/bash\n{text}\n")
                (folder / name).chmod(0o755)
        (folder.parent / "Scripts").mkdir()
        shutil.copy(SETUP, folder.parent / "Scripts" / "setup")
        answer = subprocess.run(
            ["bash", str(folder.parent / "Scripts" / "setup"), mode],
            env={
                "PATH": str(folder), "HOME": str(tmp_path), "LANG": os.environ.get("LANG", "C.UTF-8"),
                "THACBA_SHARE": str(tmp_path / "share"),
            },
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30,
        )
        return answer.returncode, answer.stdout + answer.stderr

    return run


@pytest.mark.parametrize(
    "swift, says",
    [
        (None, "There is no `swift` on the path."),
        ('echo "Swift version 5.10 (swift-5.10-RELEASE)"', "bin/swift is 5.10."),
        ('echo "python-swiftclient 4.2"', "does not tell its version. It says: python-swiftclient 4.2"),
    ],
)
def test_without_a_swift_that_fits_it_says_how_to_get_one_and_installs_nothing(run, swift, says):
    status, said = run(swift=swift, sudo=MAY)
    assert status == 1
    assert says in said
    assert "sudo apt-get install binutils" in said
    assert "swift-6.3.1-RELEASE-debian12.tar.gz" in said
    assert "are missing" not in said


def test_without_sudo_the_way_to_swift_does_not_name_it(run):
    status, said = run(swift=None)
    assert status == 1
    assert "     apt-get install binutils" in said
    assert "sudo" not in said


def test_a_toolchain_that_lacks_libraries_gets_them_before_it_is_judged(run):
    swift = f'if [ -e "$(dirname "$0")/../installed" ]; then {SWIFT}\nelse {LOADER}; fi'
    status, said = run(swift=swift, sudo=MAY)
    assert status == 0, said
    assert "apt-get install -y" in said
    assert " binutils libncurses6 libxml2 " in said


def test_a_toolchain_that_lacks_libraries_even_then_is_quoted(run):
    status, said = run(swift=LOADER, sudo=MAY)
    assert status == 1
    assert "It says: swift: error while loading shared libraries: libncurses.so.6" in said


@pytest.mark.parametrize(
    "sudo, says", [(None, "this machine has no sudo."), (MAY_NOT, "sudo did not let you.")], ids=["none", "refuses"]
)
def test_where_nobody_may_install_it_says_what_an_administrator_has_to_run(run, sudo, says):
    status, said = run(mode="test", sudo=sudo)
    assert status == 1
    assert f"{says} Please ask an administrator" in said
    assert "\n    apt-get update && apt-get install --no-install-recommends binutils " in said
    assert " python3-venv " in said
    assert "apt-get install -y" not in said


def test_root_needs_no_sudo(run):
    status, said = run(id="echo 0")
    assert status == 0, said
    assert "apt-get install -y" in said
    assert "sudo" not in said


def test_without_a_mirror_it_says_where_to_look(run):
    status, said = run(apt_get=CANNOT, sudo=MAY)
    assert status == 1
    assert "cannot reach Debian's mirror" in said


def test_where_nothing_is_missing_it_says_nothing(run):
    assert run(mode="bench", dpkg_query=HAS_ALL) == (0, "")


def test_leaflet_is_copied_from_its_package_without_the_names_of_maps_that_are_not_shipped(run, tmp_path):
    library, papers = tmp_path / "share" / "javascript" / "leaflet", tmp_path / "share" / "doc" / "libjs-leaflet"
    library.mkdir(parents=True)
    papers.mkdir(parents=True)
    (library / "leaflet.min.js").write_text("var L = 1;\n//# sourceMappingURL=leaflet.js.map\n")
    (library / "leaflet.css").write_text(".leaflet { color: red }\n")
    (papers / "copyright").write_text("BSD-2-Clause\n")
    status, said = run(dpkg_query=HAS_ALL)
    assert status == 0, said
    assert "Copying Leaflet" in said
    copied = tmp_path / "a folder" / "Resources" / "assets" / "vendor" / "leaflet"
    assert (copied / "leaflet.js").read_text() == "var L = 1;\n"
    assert (copied / "LICENSE.txt").read_text() == "BSD-2-Clause\n"
    assert "libjs-leaflet" in (copied / "SOURCE.txt").read_text()
