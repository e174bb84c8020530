"""Reads Swift sources as far as the checks need: which part is code, which is text, which texts pass through t()."""

import re
from dataclasses import dataclass, field

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", '"': '"', "'": "'", "\\": "\\"}
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
OPENING = re.compile(r'(#*)("""|")')


@dataclass
class Literal:
    """A string literal. `text` is decoded; an interpolation stands in it as it does in the source."""

    line: int
    text: str
    multiline: bool
    interpolated: bool
    translated: bool = False


@dataclass
class Call:
    """`t("…")` or `tn("…", count: …)`, with its context where it has one."""

    name: str
    line: int
    literal: Literal | None = None
    context: str | None = None


@dataclass
class Source:
    """A scanned file. `code` is as long as the source, with blanks for comments and for the text in literals."""

    code: str = ""
    literals: list[Literal] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)


class Scanner:
    def __init__(self, text):
        self.text = text
        self.code = list(text)
        self.found = Source()

    def scan(self):
        self.read_code(0, nested=False)
        self.found.code = "".join(self.code)
        return self.found

    def line(self, index):
        return self.text.count("\n", 0, index) + 1

    def blank(self, start, end):
        for index in range(start, min(end, len(self.code))):
            if self.code[index] != "\n":
                self.code[index] = " "

    def read_code(self, index, nested):
        """Reads on from `index`; `nested`: to the bracket that closes an interpolation. Returns where it ended."""
        text = self.text
        frames = []  # one for each open bracket: the call it belongs to, or None
        before, last = "", ""  # the two tokens before this one
        while index < len(text):
            here = text[index]
            opening = OPENING.match(text, index)
            if text.startswith("//", index):
                end = text.find("\n", index)
                end = len(text) if end < 0 else end
                self.blank(index, end)
                index = end
            elif text.startswith("/*", index):
                end = self.comment_end(index)
                self.blank(index, end)
                index = end
            elif opening:
                index, literal = self.read_literal(index, opening)
                call = frames[-1] if frames else None
                if call and last == "(":
                    call.literal = literal
                elif call and before == "context" and last == ":":
                    call.context = literal.text
                literal.translated = call is not None
                before, last = last, '"'
            elif word := WORD.match(text, index):
                before, last = last, word.group()
                index = word.end()
            else:
                if here == "(":
                    call = None
                    if last in ("t", "tn") and before not in ("func", "."):
                        call = Call(last, self.line(index))
                        self.found.calls.append(call)
                    frames.append(call)
                elif here == ")":
                    if nested and not frames:
                        return index
                    if frames:
                        frames.pop()
                if not here.isspace():
                    before, last = last, here
                index += 1
        return index

    def comment_end(self, index):
        depth, at = 0, index
        for mark in re.finditer(r"/\*|\*/", self.text[index:]):
            depth += 1 if mark.group() == "/*" else -1
            at = index + mark.end()
            if depth == 0:
                break
        return at if depth == 0 else len(self.text)

    def read_literal(self, index, opening):
        text, hashes, quotes = self.text, opening.group(1), opening.group(2)
        closing, escape = quotes + hashes, "\\" + hashes
        start, at = index, opening.end()
        piece, interpolated = [], False
        plain = opening.end()  # where text not yet blanked begins
        while at < len(text) and not text.startswith(closing, at):
            if not text.startswith(escape, at):
                piece.append(text[at])
                at += 1
                continue
            at += len(escape)
            mark = text[at : at + 1]
            if mark == "(":
                interpolated = True
                self.blank(plain, at - len(escape))
                end = self.read_code(at + 1, nested=True)
                piece.append("\\" + text[at : end + 1])
                plain = at = end + 1
            elif mark == "u":
                end = text.find("}", at)
                piece.append(chr(int(text[at + 2 : end], 16)))
                at = end + 1
            else:
                piece.append(ESCAPES.get(mark, "" if mark == "\n" else mark))
                at += 1
        self.blank(plain, at)
        literal = Literal(self.line(start), "".join(piece), quotes == '"""', interpolated)
        self.found.literals.append(literal)
        return at + len(closing), literal


def scan(text):
    return Scanner(text).scan()


def functions(code):
    """(name, first line, number of lines) of every function with a body."""
    for head in re.finditer(r"\b(?:func\s+([^\s(<]+)|(init|subscript)\b[?]?\s*(?=[(<]))", code):
        depth, at, begun = 0, head.end(), False
        while at < len(code):
            here = code[at]
            if here in "([" or (here == "{" and (begun or depth == 0)):
                depth += 1
                begun = begun or here == "{"
            elif here in ")]" or (here == "}" and (begun or depth == 0)):
                depth -= 1
                if depth < 0 or (begun and depth == 0):
                    break
            at += 1
        if begun:
            first = code.count("\n", 0, head.start()) + 1
            yield head.group(1) or head.group(2), first, code.count("\n", head.start(), at) + 1


def po_entries(text):
    """{(context, source): [translations]} of a PO catalogue; fuzzy and obsolete entries are left out."""
    entries = {}
    for block in re.split(r"\n\s*\n", text):
        fields, name = {}, None
        fuzzy = False
        for line in block.splitlines():
            if line.startswith("#"):
                fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
                continue
            head = re.match(r'(msg\w+(?:\[\d+\])?)\s+"(.*)"\s*$', line)
            more = re.match(r'\s*"(.*)"\s*$', line)
            if head:
                name = head.group(1)
                fields[name] = head.group(2)
            elif more and name:
                fields[name] += more.group(1)
        if not fuzzy and fields.get("msgid"):
            decoded = {key: re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), value) for key, value in fields.items()}
            translations = [value for key, value in decoded.items() if key.startswith("msgstr")]
            entries[(decoded.get("msgctxt"), decoded["msgid"])] = translations
    return entries
