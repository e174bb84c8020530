"""The scanner that `make check` looks through must not be blind itself."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Scripts"))
from swift_text import functions, po_entries, scan  # noqa: E402


def texts(source):
    return [(call.context, call.literal.text) for call in scan(source).calls]


def test_a_text_inside_an_interpolation_is_found():
    assert texts(r'let a: HTML = "<p class=\"x\">\(t("Xin chào"))</p>"') == [(None, "Xin chào")]


def test_a_text_inside_a_multiline_literal_is_found():
    source = 'let a: HTML = """\n<p>\\(row { "<b>\\(t("Có \\"ngoặc\\""))</b>" })</p>\n"""\n'
    assert texts(source) == [(None, 'Có "ngoặc"')]


def test_values_and_contexts_belong_to_their_call():
    source = 't("Còn {n} ngày", ["n": days(of: t("Hạn"))], context: "hồ sơ")'
    assert texts(source) == [("hồ sơ", "Còn {n} ngày"), (None, "Hạn")]


def test_declarations_methods_and_comments_are_no_calls():
    assert texts('func t(_ s: String) {}\nbox.t("a") // t("b")\n/* t("c") /* t("d") */ */ let at = "t(\\"e\\")"') == []


def test_code_keeps_its_length_and_loses_its_words():
    source = 'let a = "HTML(trusted: x)\\(HTML(trusted: y))" // HTML(trusted: z)\n'
    code = scan(source).code
    assert len(code) == len(source)
    assert code.count("HTML(trusted:") == 1


def test_raw_literals_have_their_own_escape():
    source = scan('let a = #"\\(no) \\#(yes) "quoted""#; let b = "x"')
    assert [(one.text, one.interpolated) for one in source.literals] == [('\\(no) \\(yes) "quoted"', True), ("x", False)]


def test_functions_are_measured_to_their_closing_brace():
    source = "struct A {\n func a(_ x: Int = f({ 1 })) {\n  if x {\n  }\n }\n init() {}\n}\nprotocol P {\n func b()\n}\n"
    assert list(functions(source)) == [("a", 2, 4), ("init", 6, 1)]


def test_a_catalogue_is_read_with_contexts_and_plurals():
    catalogue = (
        'msgid ""\nmsgstr "Language: en"\n\nmsgctxt "c"\nmsgid "Một"\nmsgstr "One"\n\n'
        'msgid "{n} ngày"\nmsgid_plural "{n} ngày"\nmsgstr[0] "{n} day"\nmsgstr[1] ""\n"{n} days"\n\n'
        '#, fuzzy\nmsgid "Hai"\nmsgstr "Two?"\n\n#~ msgid "Ba"\n#~ msgstr "Three"\n')
    assert po_entries(catalogue) == {("c", "Một"): ["One"], (None, "{n} ngày"): ["{n} day", "{n} days"]}
