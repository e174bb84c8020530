import HTTPTypes
import Kernel
import Store
import Web

/// A list of a commune's residents leaves the house: with a reason, and with a line for everybody on it.
struct ExportDoors: Sendable {
    let database: any Database
    let groups: EthnicGroups

    var doors: [Door] {
        [
            .page("/residents/export", .needs(.exportResidents)) { visit, db in
                try reply(visit, visit.query, db)
            },
            .work("/residents/export", .needs(.exportResidents), use: export),
        ]
    }

    private func reply(
        _ visit: Visit, _ form: FormData, _ db: any Session, problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let scope = visit.scope(for: .exportResidents)
        let territory = TerritoryStore(db: db)
        let communes = try UnitBookStore(db: db).communes(on: visit.today, within: scope)
        let query = ResidentListQuery(form)
        let commune = query.communeID ?? (communes.count == 1 ? communes.first?.id : nil)
        let villages = try commune.map { id in
            try territory.covers(id, scope) ? try territory.children(of: id, asOf: visit.today) : []
        }
        let view = ExportView(
            visit: visit, typed: form, query: query, communes: communes, villages: villages ?? [], problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// Not an act with a key: what it answers is personal data, which must not lie in the table of answers.
    @Sendable private func export(_ visit: Visit, _ form: FormData) async throws -> Reply {
        let query = ResidentListQuery(form)
        let scope = visit.scope(for: .exportResidents)
        var problems = FieldProblems()
        if form["reason"].count < 5 {
            problems.add("reason", t("Bạn chưa ghi lý do. Ghi rõ dùng danh sách này vào việc gì."))
        }
        if query.communeID == nil { problems.add("commune", t("Hãy chọn xã, phường hoặc thị trấn.")) }
        for name in ["youngest", "oldest"] where form.filled(name) != nil && Int(form[name]) == nil {
            problems.add(name, t("Tuổi là một số."))
        }
        let found = problems
        guard found.isEmpty, let commune = query.communeID else {
            return try await database.read { db in try reply(visit, form, db, problems: found) }
        }
        let unit = try await database.read { db -> AdminUnit in
            let territory = TerritoryStore(db: db)
            guard try territory.covers(commune, scope), let unit = try territory.find(commune, asOf: visit.today) else {
                throw NotFound()
            }
            return unit
        }
        let list = ResidentListFile(
            database: database, groups: groups, query: query, scope: scope, visit: visit,
            purpose: ExportPurpose.text(form["reason"]), words: Catalogue.current)
        return .streamed(
            list.chunks, named: "danh-sach-\(unit.code)-\(visit.today.iso).csv", type: "text/csv; charset=utf-8")
    }
}

/// The list, made page by page as it is sent. A page leaves when the lines about its people are durable.
struct ResidentListFile: Sendable {
    let database: any Database
    let groups: EthnicGroups
    let query: ResidentListQuery
    let scope: Scope
    let visit: Visit
    let purpose: String
    let words: Catalogue?

    var chunks: AsyncThrowingStream<[UInt8], any Error> {
        let source = ListSource(self)
        return AsyncThrowingStream { try await source.next() }
    }
}

private actor ListSource {
    private static let page = 500
    private let list: ResidentListFile
    private var place: ResidentListStore.Place?
    private var isOver = false
    private var writer = CSVWriter()

    init(_ list: ResidentListFile) {
        self.list = list
        let heads = Catalogue.$current.withValue(list.words) { ListLines.heads(hasNumbers: list.query.hasNumbers) }
        writer.row(heads)
    }

    func next() async throws -> [UInt8]? {
        while !isOver, writer.bytes.count < 1 << 14 {
            let (list, place) = (list, place)
            let page = try await list.database.write { db in
                let page = try ResidentListStore(db: db).page(
                    list.query, after: place, within: list.scope, on: list.visit.today, limit: Self.page)
                let others = Set(page.residents.map(\.id)).filter { $0 != list.visit.signedIn?.personID }.sorted()
                try Journal(db: db).write(
                    others.map { id in
                        list.visit.journalLine(
                            "resident.read", under: .exportResidents, purpose: list.purpose, subjectKind: "person",
                            subjectID: "\(id)")
                    })
                return page
            }
            let lines = Catalogue.$current.withValue(list.words) {
                page.residents.map { ListLines.line($0, list.groups, hasNumbers: list.query.hasNumbers) }
            }
            for line in lines { writer.row(line) }
            self.place = page.next
            isOver = page.next == nil
        }
        let chunk = writer.take()
        return chunk.isEmpty ? nil : chunk
    }
}

/// How residents stand in a list.
enum ListLines {
    static func heads(hasNumbers: Bool) -> [String] {
        [
            t("Họ và tên"), t("Ngày sinh"), t("Giới tính"), t("Dân tộc"), t("Thôn, tổ dân phố"), t("Địa chỉ"),
            t("Cư trú"),
        ]
            + (hasNumbers ? [IdentifierKind.personal.label, t("Điện thoại")] : [])
    }

    static func line(_ resident: ListedResident, _ groups: EthnicGroups, hasNumbers: Bool) -> [String] {
        let birth =
            switch resident.birth {
            case .day(let day): Format.day(day)
            case .year(let year): String(year)
            case nil: ""
            }
        return [
            resident.fullName, birth, resident.sex?.label ?? "", resident.people.map(groups.name) ?? "",
            resident.village ?? "", resident.address, resident.kind.label,
        ] + (hasNumbers ? [resident.number ?? "", resident.phone ?? ""] : [])
    }
}
