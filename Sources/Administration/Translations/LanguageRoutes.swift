import Kernel
import Store
import Web

extension AdministrationModule {
    var languageDoors: [Door] { [.page("/admin/languages", .needs(.manageLanguages), use: showLanguages)] }

    @Sendable func showLanguages(_ visit: Visit, _ db: any Session) throws -> Reply {
        .page(LanguagesView(languages: languages.all, catalogues: catalogues).page)
    }
}

struct LanguagesView {
    let languages: [Language]
    let catalogues: [CatalogueState]

    var page: Page { Page(t("Ngôn ngữ"), face: .officer) { html } }

    private var html: HTML {
        """
        <h1>\(t("Ngôn ngữ"))</h1>
        <table class="data cards"><caption class="sr">\(t("Ngôn ngữ"))</caption><thead><tr>\
        <th scope="col">\(t("Ngôn ngữ"))</th><th scope="col">\(t("Mã"))</th>\
        <th scope="col" class="num">\(t("Đã dịch"))</th><th scope="col">\(t("Tình trạng"))</th></tr></thead>
        <tbody>\(languages.map(row))</tbody></table>
        \(catalogues.filter { !$0.missing.isEmpty }.map(missing))
        \(adding)
        """
    }

    private func row(_ language: Language) -> HTML {
        """
        <tr><td class="full strong" lang="\(language.code)">\(language.name)</td>\
        <td data-th="\(t("Mã"))" class="code">\(language.code)</td>\(progress(of: language))</tr>

        """
    }

    private func progress(of language: Language) -> HTML {
        guard let state = catalogues.first(where: { $0.language == language }) else {
            let words = language == .vi ? t("nguyên văn") : t("không rõ")
            return
                "<td class=\"num\" data-th=\"\(t("Đã dịch"))\">\(words)</td><td>\(tag(isWhole: language == .vi))</td>"
        }
        return """
            <td class="num" data-th="\(t("Đã dịch"))">\(Format.number(state.translated))/\(Format.number(state.total)) \
            (\(state.percent) %)</td><td>\(tag(isWhole: state.translated == state.total))</td>
            """
    }

    private func tag(isWhole: Bool) -> HTML {
        isWhole
            ? "<span class=\"tag\" data-s=\"ok\">\(t("Đủ"))</span>"
            : "<span class=\"tag\" data-s=\"you\">\(t("Còn thiếu"))</span>"
    }

    private func missing(_ state: CatalogueState) -> HTML {
        let left = state.total - state.translated
        return """
            <section aria-labelledby="missing-\(state.language.code)"><h2 id="missing-\(state.language.code)">\
            \(tn("{language}: còn {n} câu chưa dịch", count: left, ["language": state.language.name]))</h2>
            <details class="more"><summary>\(t("Xem các câu"))</summary><ul lang="vi">\
            \(state.missing.map { "<li>\($0)</li>" as HTML })</ul>\
            \(left > state.missing.count ? "<p class=\"soft\">\(t("Chỉ hiện những câu đầu."))</p>" as HTML : nil)\
            </details></section>
            """
    }

    private var adding: HTML {
        """
        <section class="prose" aria-labelledby="add"><h2 id="add">\(t("Thêm một ngôn ngữ"))</h2>
        <ol><li>\(t("Chép tệp en.po trong Resources/locale thành tệp mang mã ngôn ngữ mới, ví dụ tiếng Tày là tyz.po."))</li>\
        <li>\(t("Dịch từng câu; giữ nguyên những chỗ trong ngoặc nhọn như {n}, vì máy điền số vào đó."))</li>\
        <li>\(t("Dựng lại chương trình. Câu chưa dịch hiện bằng tiếng Việt, nên dịch dần cũng được."))</li></ol></section>
        """
    }
}
