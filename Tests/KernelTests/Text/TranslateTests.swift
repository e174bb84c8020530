import Foundation
@testable import Kernel
import Testing

@Suite("Words in the reader's language")
struct TranslateTests {
    private static let po = """
        # Words
        msgid ""
        msgstr ""
        "Language: en\\n"
        "Plural-Forms: nplurals=2; plural=(n != 1);\\n"

        msgid "Nộp hồ sơ"
        msgstr "File a dossier"

        msgid "Còn {n} ngày, {who}"
        msgstr "{who}, {n} days left"

        msgctxt "tháng"
        msgid "Năm"
        msgstr "Year"

        msgctxt "số"
        msgid "Năm"
        msgstr "Five"

        msgid "{n} hồ sơ"
        msgid_plural "{n} hồ sơ"
        msgstr[0] "one dossier"
        msgstr[1] "{n} dossiers"

        #, fuzzy
        msgid "Còn ngờ"
        msgstr "Doubtful"

        msgid "Chưa dịch"
        msgstr ""
        """

    private func inEnglish<T>(_ body: () -> T) throws -> T {
        let catalogue = Catalogue(try POFile(Array(Self.po.utf8)))
        return Catalogue.$current.withValue(catalogue, operation: body)
    }

    @Test("Vietnamese is the source itself") func source() {
        #expect(t("Nộp hồ sơ") == "Nộp hồ sơ")
        #expect(t("Năm", context: "số") == "Năm")
        #expect(Language.current == .vi)
    }

    @Test("English is looked up, and what is missing, empty or fuzzy stays Vietnamese") func lookUp() throws {
        #expect(try inEnglish { t("Nộp hồ sơ") } == "File a dossier")
        #expect(try inEnglish { t("Không có") } == "Không có")
        #expect(try inEnglish { t("Chưa dịch") } == "Chưa dịch")
        #expect(try inEnglish { t("Còn ngờ") } == "Còn ngờ")
        #expect(try inEnglish { Language.current } == .en)
    }

    @Test("contexts tell apart") func contexts() throws {
        #expect(try inEnglish { t("Năm", context: "tháng") } == "Year")
        #expect(try inEnglish { t("Năm", context: "số") } == "Five")
        #expect(try inEnglish { t("Năm") } == "Năm")
    }

    @Test("values replace their names after the look-up") func values() throws {
        #expect(t("Còn {n} ngày, {who}", ["n": 3, "who": "An"]) == "Còn 3 ngày, An")
        #expect(try inEnglish { t("Còn {n} ngày, {who}", ["n": 3, "who": "An"]) } == "An, 3 days left")
    }

    @Test("an unknown name stays visible, and values are not searched") func visible() {
        #expect(t("{a} {b}", ["a": "{b}"]) == "{b} {b}")
        #expect(t("{a}{a}", ["a": "x", "b": "y"]) == "xx")
        #expect(t("{ a } {} {a {a}", ["a": "đ"]) == "{ a } {} {a đ")
        #expect(t("kết thúc {", ["a": 1]) == "kết thúc {")
        #expect(t("{a", ["a": 1]) == "{a")
    }

    @Test(
        "plurals",
        arguments: [
            (1, "1 hồ sơ", "one dossier"), (0, "0 hồ sơ", "0 dossiers"), (1500, "1.500 hồ sơ", "1,500 dossiers"),
        ])
    func plurals(count: Int, vi: String, en: String) throws {
        #expect(tn("{n} hồ sơ", count: count) == vi)
        #expect(try inEnglish { tn("{n} hồ sơ", count: count) } == en)
    }

    @Test("the catalogue says what it has") func has() throws {
        let catalogue = Catalogue(try POFile(Array(Self.po.utf8)))
        #expect(catalogue.count == 5)
        #expect(catalogue.has("{n} hồ sơ"))
        #expect(catalogue.has("Năm", context: "số"))
        #expect(!catalogue.has("Năm"))
        #expect(!catalogue.has("Chưa dịch"))
    }

    @Test("names in a text") func names() {
        #expect(Placeholders.names(in: "{a} và {b_2}, {a}, { c }") == ["a", "b_2"])
    }
}

@Suite("PO files")
struct POFileTests {
    private static let header = "msgid \"\"\nmsgstr \"Language: en\\nPlural-Forms: nplurals=2; plural=n != 1;\\n\"\n"

    @Test("escapes, continued lines, comments, obsolete entries and CRLF") func reads() throws {
        let text =
            Self.header + "#. note\r\n#: Views.swift:3\r\nmsgid \"\"\r\n\"a\\t\\\"b\\\"\\\\ \"\r\n  \"c\\n\"\r\n"
            + "msgstr \"\"\r\n\"x\\ny\"\r\n#~ msgid \"old\"\r\n#~ msgstr \"alt\"\r\n"
        let file = try POFile(Array(text.utf8))
        #expect(file.entries.map(\.source) == ["a\t\"b\"\\ c\n"])
        #expect(file.entries.map(\.translations) == [["x\ny"]])
        #expect(file.entries.map(\.line) == [5])
        #expect(file.language == .en)
        #expect(file.pluralRule == .oneAndOthers)
    }

    @Test("brings text to NFC") func normalises() throws {
        let file = try POFile(Array((Self.header + "msgid \"tie\u{302}\u{301}ng\"\nmsgstr \"language\"\n").utf8))
        #expect(file.entries.first.map { Array($0.source.utf8) } == Array("tiếng".utf8))
    }

    @Test("the header names the language") func languageName() throws {
        let text = "msgid \"\"\nmsgstr \"\"\n\"Language: tyz\\n\"\n\"X-Language-Name: Tày\\n\"\n"
        let file = try POFile(Array(text.utf8))
        #expect(file.language.code == "tyz")
        #expect(file.language.name == "Tày")
        #expect(file.pluralRule == .single)
    }

    @Test(
        "errors have their line",
        arguments: [
            ("nonsense", 3, .unexpected),
            ("msgid \"a\"\nmsgstr \"b", 4, .unclosedQuote),
            ("msgid \"a\\q\"", 3, .unknownEscape),
            ("msgid \"a\" b\nmsgstr \"\"", 3, .unexpected),
            ("\n\nmsgid \"a\"\n", 5, .noTranslation),
            ("msgid \"a\"\nmsgid \"b\"\nmsgstr \"\"", 3, .noTranslation),
            ("msgctxt \"c\"\n", 3, .noTranslation),
            ("msgstr \"a\"", 3, .unexpected),
            ("# note\n\"a\"", 4, .unexpected),
            ("msgid \"a\"\nmsgstr \"\"\nmsgid \"a\"\nmsgstr \"\"", 5, .duplicate(of: 3)),
            ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"\"\n", 3, .pluralForms(expected: 2)),
            ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"\"\n", 5, .unexpected),
            ("msgid \"a\"\nmsgstr[0] \"\"\n", 4, .unexpected),
        ] as [(String, Int, POError.Reason)])
    func errors(text: String, line: Int, reason: POError.Reason) {
        #expect(throws: POError(line: line, reason: reason)) { try POFile(Array((Self.header + text).utf8)) }
    }

    @Test("a file without a header, or with an unknown rule, is refused") func headers() {
        #expect(throws: POError(line: 1, reason: .noHeader)) { try POFile([]) }
        #expect(throws: POError(line: 1, reason: .noHeader)) {
            try POFile(Array("msgid \"\"\nmsgstr \"X: y\\n\"".utf8))
        }
        let rule = "nplurals=3; plural=n%10;"
        #expect(throws: POError(line: 1, reason: .unknownPluralRule(rule))) {
            try POFile(Array("msgid \"\"\nmsgstr \"Language: ru\\nPlural-Forms: \(rule)\\n\"".utf8))
        }
        #expect(throws: POError(line: 4, reason: .noPluralRule)) {
            try POFile(
                Array("msgid \"\"\nmsgstr \"Language: en\\n\"\n\nmsgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"\"".utf8))
        }
    }

    @Test("bytes that are no text are refused with their line") func notText() {
        #expect(throws: POError(line: 3, reason: .notText)) { try POFile(Array(Self.header.utf8) + [0x22, 0xFF]) }
    }

    @Test("names that a translation loses or invents are told") func mismatches() throws {
        let text =
            Self.header + "msgid \"{a} {b}\"\nmsgstr \"{a} {c}\"\n"
            + "msgid \"{n} {x}\"\nmsgid_plural \"{n} {x}\"\nmsgstr[0] \"one {x}\"\nmsgstr[1] \"{n} {x}\"\n"
        #expect(try POFile(Array(text.utf8)).entries.map(\.mismatchedPlaceholders) == [["b", "c"], []])
    }

    @Test(
        "plural rules",
        arguments: zip(
            PluralRule.allCases, ["nplurals=1; plural=0;", "nplurals=2; plural=(n != 1);", "nplurals=2; plural=n>1"]))
    func rules(rule: PluralRule, header: String) {
        #expect(PluralRule(header) == rule)
    }
}
