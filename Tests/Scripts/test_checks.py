"""Every check must fail where it should: each meets a small tree with one thing wrong in it."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Scripts"))
import check_sources  # noqa: E402
import tree  # noqa: E402

GLOSSARY = "| Identifier | Vietnamese | Means | Avoid |\n|---|---|---|---|\n| `Dossier` | hồ sơ | a request | case, file |\n"
GOOD = {
    "Package.swift": 'targets += module("Market")\ntargets += module("School")\n',
    "GLOSSARY.md": GLOSSARY,
    "Documentation/modules.md": "# Modules\n\n## Market\n\n## School\n",
    "Scripts/escape-hatches.txt": "",
    "Resources/locale/en.po": 'msgid "Chợ {n}"\nmsgstr "Market {n}"\n',
    "Sources/Market/MarketViews.swift": 'import Web\nlet view: HTML = "<p class=\\"a\\">\\(t("Chợ {n}", ["n": 1]))</p>"\n',
    "Sources/Market/MarketStore.swift": 'let sql: SQL = "SELECT id FROM market_stall JOIN kernel_unit u ON true"\n',
}
BAD = [
    ("imports", "Sources/Market/A.swift", "import School\n"),
    ("imports", "Sources/Market/A.swift", "public import Hummingbird\n"),
    ("tables", "Sources/Market/A.swift", 'let a: SQL = "SELECT id FROM school_class"\n'),
    ("hatches", "Sources/Market/A.swift", "let a = HTML(trusted: b)\n"),
    ("hatches", "Scripts/escape-hatches.txt", "html Sources/Market/MarketViews.swift\n"),
    ("views", "Sources/Market/A.swift", 'let a: HTML = "<a href=\\"\\(b)\\(c(d: e()))\\">"\n'),
    ("views", "Sources/Market/A.swift", 'let a: HTML = "<p style=\\"color: red\\">"\n'),
    ("views", "Sources/Market/A.swift", 'let a: HTML = """\n<script>\\(b)</script>\n"""\n'),
    ("translations", "Sources/Market/A.swift", 'let a = t("Trường")\n'),
    ("translations", "Sources/Market/A.swift", 'let a: HTML = "<p>Trường</p>"\n'),
    ("translations", "Sources/Market/A.swift", 'let a = t("Chợ \\(n)")\n'),
    ("translations", "Resources/locale/en.po", 'msgid "Chợ {n}"\nmsgstr "Market {number}"\n'),
    ("translations", "Resources/locale/en.po", 'msgid "Chợ {n}"\nmsgstr "Market"\n'),
    ("translations", "Sources/Market/A.swift", 'let a = tn("Chợ {n}", count: 2)\n'),
    ("nfc", "Sources/Market/A.swift", 'let a = "e\u0302"\n'),
    ("glossary", "Sources/Market/A.swift", "struct Case {}\n"),
    ("glossary", "Sources/Market/A.swift", "enum Market {}\n"),
    ("glossary", "Sources/Market/A.swift", "actor Task {}\n"),
    ("sizes", "Sources/Market/A.swift", "\n" * 301),
    ("sizes", "Sources/Market/A.swift", "func a() {" + "\n" * 71 + "}\n"),
    ("sizes", "Resources/assets/a.js", "x" * 10_241),
    ("marks", "Sources/Market/A.swift", "let a = try! b()\n"),
    ("marks", "Sources/Market/A.swift", "final class A: @unchecked Sendable {}\n"),
    ("paths", "Sources/Market/A.swift", 'let a = "/home' + '/an/thacba"\n'),
    ("modules_described", "Documentation/modules.md", "## Market\n"),
    ("links", "README.md", "[gone](Documentation/gone.md)\n"),
]


@pytest.fixture
def lay(tmp_path, monkeypatch):
    def lay(files):
        for path, text in (GOOD | files).items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        monkeypatch.setattr(tree, "ROOT", tmp_path)
        for cached in (tree.tracked, tree.text_of, tree.scanned, tree.modules, tree.allowed):
            cached.cache_clear()

    yield lay
    for cached in (tree.tracked, tree.text_of, tree.scanned, tree.modules, tree.allowed):
        cached.cache_clear()


@pytest.mark.parametrize("name", sorted(check_sources.CHECKS))
def test_a_good_tree_passes(lay, name):
    lay({})
    assert list(check_sources.CHECKS[name]()) == []


@pytest.mark.parametrize(("name", "path", "text"), BAD)
def test_a_fault_is_found(lay, name, path, text):
    lay({path: text})
    assert list(check_sources.CHECKS[name]()) != []


def test_an_allowed_exception_passes(lay):
    lay({"Sources/Market/A.swift": "let a = HTML(trusted: b)\n",
         "Scripts/escape-hatches.txt": "html Sources/Market/A.swift  # a drawing made here\n"})
    assert list(check_sources.CHECKS["hatches"]()) == []


def test_xgettext_reads_contexts_and_counts(lay):
    lay({"Sources/Market/A.swift": 'let a = [t("Sạp", context: "chợ"), tn("{n} sạp", count: 2, context: "chợ"), tn("{n} xã", count: 1)]\n'})
    assert list(check_sources.CHECKS["extraction"]()) == []
    assert check_sources.template().count("msgid_plural") == 2
    assert check_sources.template().count("msgctxt") == 2
