"""The texts that people read, as the sources name them."""

import re
import subprocess
import tempfile
from pathlib import Path

from tree import is_allowed, scanned, swift_files

VIETNAMESE = re.compile(r"[À-ÖØ-öø-ÿĂăĐđĨĩŨũƠơƯưẠ-ỹ]")


def source_texts():
    """(context, text) → (path, line, plural) of what is translated: calls, and Vietnamese in declarations."""
    texts = {}
    for path in swift_files("Sources/"):
        source = scanned(path)
        for call in source.calls:
            if call.literal:
                texts.setdefault((call.context, call.literal.text), (path, call.line, call.name == "tn"))
        if is_allowed("declares", path):
            for literal in source.literals:
                if not literal.translated and VIETNAMESE.search(literal.text):
                    texts.setdefault((None, literal.text), (path, literal.line, False))
    return texts


def template():
    """The POT text that xgettext makes of the calls; it knows no Swift, so it reads them from C that is made for it."""
    def quoted(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    with tempfile.TemporaryDirectory() as folder:
        names = []
        by_file = {}
        for (context, text), (path, line, plural) in source_texts().items():
            name = ("tn" if plural else "t") + ("c" if context else "")
            call = f"{name}({', '.join(quoted(part) for part in (context, text) if part)})"
            by_file.setdefault(path, {}).setdefault(line, []).append(call + ";")
        for path, lines in by_file.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n".join(" ".join(lines.get(n, [])) for n in range(1, max(lines) + 1)) + "\n")
            names.append(path)
        if not names:
            return ""
        return subprocess.run(
            ["xgettext", "-L", "C", "--from-code=UTF-8", "-k", "-kt:1", "-ktn:1,1", "-ktc:1c,2",
             "-ktnc:1c,2,2", "-F", "-o", "-",
             *sorted(names)], cwd=folder, capture_output=True, text=True, check=True).stdout
