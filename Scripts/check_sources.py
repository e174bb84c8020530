#!/usr/bin/env python3
"""The checks of `make check` that only read. Each function is one check: it yields what is wrong, a line each.

    Scripts/check_sources.py NAME     prints the findings of one check; exit status 1 when there are any
    Scripts/check_sources.py          lists the checks
"""

import gzip
import re
import sys
import unicodedata
from collections import Counter

import tree
from swift_text import functions, po_entries
from texts import VIETNAMESE, source_texts, template
from tree import allowed, is_allowed, modules, scanned, swift_files, text_of, tracked

CHECKS = {}


def check(function):
    CHECKS[function.__name__] = function
    return function


@check
def imports():
    only_in = {
        "GRDB": {"StoreSQLite"},
        "CLibPQ": {"StorePostgres"},
        "CSodium": {"Kernel"}, "CMagic": {"Kernel"}, "CLibCSV": {"Kernel"}, "Subprocess": {"Kernel"},
        "CQREncode": {"Web"}, "CZlib": {"Web"},
        "StoreSQLite": {"App"}, "StorePostgres": {"App"},
        "App": {"thacba"},
        "Web": {"App", *modules()},
        "Kernel": {"Web", "App", "thacba", *modules()},
        **{module: {"App"} for module in modules()},
    }
    for path in swift_files("Sources/"):
        target = path.split("/")[1]
        for name in re.findall(r"^\s*(?:@\w+ )*(?:\w+ )?import (?:\w+ )?(\w+)", scanned(path).code, re.MULTILINE):
            homes = {"Web", "App"} if name.startswith("Hummingbird") else only_in.get(name)
            if homes is not None and target not in homes:
                yield f"{path}: imports {name}, which only {', '.join(sorted(homes))} may"


@check
def tables():
    named = re.compile(r"(?<!DISTINCT )\b(?:FROM|JOIN|INTO|UPDATE|TABLE(?: IF (?:NOT )?EXISTS)?|REFERENCES)\s+([a-z_]+)")
    temporary = re.compile(r"\b([a-z_]+)(?:\s*\([a-z_, ]*\))?\s+AS\s+(?:NOT\s+)?(?:MATERIALIZED\s+)?\(")
    for path in swift_files("Sources/"):
        target = path.split("/")[1]
        if target not in (*modules(), "Kernel"):
            continue
        own = f"{target.lower()}_"
        sql = [(literal.line, literal.text) for literal in scanned(path).literals]
        known = {name for _, text in sql for name in temporary.findall(text)}
        for line, text in sql:
            for name in named.findall(text):
                if not name.startswith((own, "kernel_")) and name not in known:
                    yield f"{path}:{line}: names the table {name}; {target} has {own}… and kernel_…"


@check
def hatches():
    for kind, pattern in {"html": r"\bHTML\(\s*trusted:", "sql": r"\bSQL\(\s*(?:migration|stringLiteral):"}.items():
        used = {path for path in swift_files("Sources/") if re.search(pattern, scanned(path).code)}
        for path in sorted(used):
            if not is_allowed(kind, path):
                yield f"{path}: uses the {kind} escape hatch without standing in Scripts/escape-hatches.txt"
        for path in allowed(kind):
            if path not in used:
                yield f"Scripts/escape-hatches.txt: {path} uses no {kind} escape hatch any more"


@check
def views():
    value = r"\\\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)"
    rules = {
        r"<script(?![^>]*\bsrc=)": "an inline script",
        r"<style\b": "an inline style sheet",
        r"<[a-z][^<>]*\sstyle\s*=": "a style attribute, which the content security policy blocks",
        r"<[a-z][^<>]*\son[a-z]+\s*=": "an event attribute, which the content security policy blocks",
        rf'\ssrcset="[^"]*{value}': "a value in srcset",
        rf'content="0;\s*url=[^"]*{value}': "a value in a refresh address",
        rf'\b(?:href|src|action)="{value}{value}': "an address whose head is split over two values",
        r"<[a-z][^<>]*\s(?:HREF|SRC|ACTION|CLASS|ID|NAME|VALUE|FORMACTION)=": "an attribute in capitals",
        r'<[a-z][^<>]*\s(?:href|src|action|formaction|class|id|name|value)(?:\s+=\s*|=\s+)"': "blanks around =",
    }
    for path in swift_files("Sources/"):
        for literal in scanned(path).literals:
            for pattern, what in rules.items():
                if re.search(pattern, literal.text):
                    yield f"{path}:{literal.line}: {what}"


@check
def translations():
    for path in swift_files("Sources/"):
        source = scanned(path)
        for call in source.calls:
            if call.literal and (call.literal.multiline or call.literal.interpolated):
                yield f"{path}:{call.line}: {call.name}() takes one line without interpolation; name a placeholder"
        if is_allowed("words", path) or is_allowed("declares", path):
            continue
        for literal in source.literals:
            words = re.sub(r"\\\(.*\)|Thác Bà", "", literal.text, flags=re.DOTALL)
            if not literal.translated and VIETNAMESE.search(words):
                yield f"{path}:{literal.line}: Vietnamese outside t(): {' '.join(literal.text.split())[:60]}"
    catalogue = tree.ROOT / "Resources/locale/en.po"
    entries = po_entries(catalogue.read_text(encoding="utf-8")) if catalogue.exists() else {}
    def names(one):
        return set(re.findall(r"\{\w+\}", one))

    for (context, text), (path, line, plural) in source_texts().items():
        found = entries.get((context, text))
        # One form of several may say the number in words: "one dossier".
        may_miss = {"{n}"} if plural else set()
        if not found or not all(found):
            yield f"{path}:{line}: no English for: {text}"
        elif plural and len(found) < 2:
            yield f"{path}:{line}: English has two forms for a count: {text}"
        elif any(names(one) - names(text) or names(text) - names(one) - may_miss for one in found):
            yield f"{path}:{line}: the English has other placeholders than the source: {text}"


@check
def extraction():
    extracted = set(po_entries(template()))
    expected = set(source_texts())
    for _, text in sorted(expected - extracted, key=str):
        yield f"xgettext does not find: {text}"
    for _, text in sorted(extracted - expected, key=str):
        yield f"only xgettext finds: {text}"


@check
def nfc():
    for path in tracked():
        if path.endswith((".swift", ".po", ".csv", ".md", ".css", ".js", ".py", ".sql", ".html", ".txt", ".yaml")):
            for number, line in enumerate(text_of(path).split("\n"), 1):
                if not unicodedata.is_normalized("NFC", line):
                    yield f"{path}:{number}: not in composed form"


@check
def glossary():
    """Types that others see: what is nested or private speaks inside its own type or file."""
    avoided = {word: "is taken by Swift, Foundation or Hummingbird" for word in (
        "Task Unit Notification Calendar Process Operation Measurement Request Response Router Application Data").split()}
    for row in text_of("GLOSSARY.md").splitlines():
        cells = [cell.strip() for cell in row.strip().strip("|").split("|")]
        if len(cells) == 4 and cells[0].startswith("`"):
            for word in re.findall(r"[A-Za-z]+(?: [a-z]+)*", re.sub(r"\([^)]*\)", "", cells[3])):
                name = "".join(part.capitalize() if part.islower() else part for part in word.split())
                avoided[name] = f"is called {cells[0]}"
    for path in swift_files():
        own = path.split("/")[1]
        declared = r"^(?:(?:public|package|internal|final|indirect)\s+)*(struct|class|enum|actor|protocol|typealias)\s+(\w+)"
        for kind, name in re.findall(declared, scanned(path).code, re.MULTILINE):
            if name in avoided:
                yield f"{path}: {kind} {name}: {name} {avoided[name]}"
            if name == own:
                yield f"{path}: {kind} {name} is named like its module"


@check
def sizes():
    for path in tracked():
        if path.endswith((".swift", ".py", ".js")) or path.startswith("Scripts/"):
            lines = text_of(path).count("\n")
            if lines > 300:
                yield f"{path}: {lines} lines, 300 at most"
        if path.endswith(".swift"):
            for name, first, length in functions(scanned(path).code):
                if length > 70:
                    yield f"{path}:{first}: {name} has {length} lines, 70 at most"
    assets = [path for path in tracked() if path.startswith("Resources/assets/")]
    sheets = b"".join((tree.ROOT / path).read_bytes() for path in assets if path.endswith(".css"))
    if len(gzip.compress(sheets, 9)) > 15 * 1024:
        yield f"Style sheets: {len(gzip.compress(sheets, 9))} bytes compressed, 15 KB at most"
    for path in assets:
        if path.endswith(".js") and (tree.ROOT / path).stat().st_size > 10 * 1024:
            yield f"{path}: {(tree.ROOT / path).stat().st_size} bytes, 10 KB at most"


@check
def marks():
    unfinished = re.compile(r"\b(?:TO" r"DO|FIX" r"ME)\b")
    code = re.compile(r"\btry!|\bas!|\bfatalError\(|\.disabled\(|^\s*import XCTest", re.MULTILINE)
    unchecked = re.compile(r"@unchecked Sendable|nonisolated\(unsafe\)")
    for path in tracked():
        if path.endswith((".swift", ".js", ".css", ".py", ".sh")) and unfinished.search(text_of(path)):
            yield f"{path}: unfinished work is an issue, not a comment"
    for path in swift_files():
        for found in code.findall(scanned(path).code):
            yield f"{path}: {found.strip()}"
        if unchecked.search(scanned(path).code) and not is_allowed("unchecked", path):
            yield f"{path}: unchecked concurrency without standing in Scripts/escape-hatches.txt"


@check
def paths():
    here = [tree.ROOT] if str(tree.ROOT.parent) in ("/", "/tmp", "/srv", "/opt", "/home") else [tree.ROOT.parent]
    homes = [*(re.escape(f"{folder}/") for folder in here), "/ro" "ot/", "/home/[a-z]+/"]
    pattern = re.compile("|".join(homes))
    for path in tracked():
        if b"\0" not in (tree.ROOT / path).read_bytes()[:8000]:
            for number, line in enumerate(text_of(path).split("\n"), 1):
                if found := pattern.search(line):
                    yield f"{path}:{number}: {found.group()}"


@check
def modules_described():
    headings = re.findall(r"^## (\w+)", text_of("Documentation/modules.md"), re.MULTILINE)
    for module in modules():
        if module not in headings:
            yield f"Documentation/modules.md: no paragraph on {module}"


@check
def links():
    for path in tracked():
        if not path.endswith(".md"):
            continue
        for target in re.findall(r"(?:\]\(|src=\")(?![a-z]+:|#)([^)\"#\s]+)", text_of(path)):
            if not ((tree.ROOT / path).parent / target).exists():
                yield f"{path}: {target} does not exist"


def main(arguments):
    if arguments == ["template"]:
        print(template(), end="")
        return 0
    if len(arguments) != 1 or arguments[0] not in CHECKS:
        print("Checks:", *sorted(CHECKS), file=sys.stderr)
        return 2
    findings = Counter(CHECKS[arguments[0]]())
    for finding, times in findings.items():
        print(finding if times == 1 else f"{finding} ({times} times)")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
