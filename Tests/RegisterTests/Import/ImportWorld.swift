import Foundation
import HTTPTypes
import Kernel
import Resources
import Store
import TestKit
import Web

@testable import Register

/// The small world with an office that brings lists in, and a clerk who may do so for one commune.
enum ImportWorld {
    static let roles = Roles([
        Role("citizen", title: "Người dân", reach: .person, permissions: []),
        Role("clerk", title: "Công chức", reach: .unit, permissions: [.importResidents, .exportResidents]),
        Role("chair", title: "Chủ tịch UBND cấp xã", reach: .unit, permissions: []),
        Role("admin", title: "Văn phòng", reach: .everything, permissions: [.importResidents, .exportResidents]),
    ])

    static func groups() throws -> EthnicGroups { try EthnicGroups(Shipped.data("seeds/ethnic-groups.csv")) }

    static func open(_ engine: TestEngine, _ body: (World) async throws -> Void) async throws {
        let groups = try groups()
        try await World.open(
            engine, roles: roles, migrations: RegisterModule.migrations,
            modules: { parts in
                [
                    RegisterModule(
                        database: parts.database, files: parts.files, groups: groups, calendar: { parts.calendar },
                        aboutMe: AboutMeParts(
                            passwords: Passwords(database: parts.database, hasher: PasswordHasher(cost: .least)),
                            roles: roles, modules: { [] }))
                ]
            }, body)
    }
}

extension World {
    static let heads = "Họ và tên,Ngày sinh,Giới tính,Dân tộc,Số định danh cá nhân,Điện thoại,Xã,Thôn,Địa chỉ"

    /// Sends a list up and names its columns as they were guessed.
    /// - Returns: the address of the import.
    func send(_ client: HouseClient, _ csv: String, named name: String = "danh-sach.csv") async throws -> String {
        try await send(client, Array(csv.utf8), named: name)
    }

    func send(_ client: HouseClient, _ bytes: [UInt8], named name: String = "danh-sach.csv") async throws -> String {
        let page = try await client.get("/residents/import")
        guard let form = page.form(to: "/residents/import") else { throw NotFound() }
        let file = HouseClient.FilePart(field: "file", name: name, type: "text/csv", bytes: bytes)
        let sent = try await client.submit(form, files: [file])
        guard sent.status == .seeOther, let place = sent.location else { throw Unexpected(answer: sent) }
        return place
    }

    /// Checks the list with the columns as they stand in the form, but for `values`.
    @discardableResult
    func check(_ client: HouseClient, _ place: String, _ values: [(String, String)] = []) async throws -> HouseAnswer {
        let page = try await client.get("\(place)/columns")
        guard let form = page.form(to: "\(place)/check") else { throw Unexpected(answer: page) }
        let sent = try await client.submit(form, values)
        guard sent.status == .seeOther else { return sent }
        try await runJobs()
        return try await client.get(place)
    }

    /// Carries a checked list out.
    @discardableResult
    func carryOut(_ client: HouseClient, _ place: String) async throws -> HouseAnswer {
        let page = try await client.get(place)
        guard let form = page.form(to: "\(place)/run") else { throw Unexpected(answer: page) }
        _ = try await client.submit(form)
        try await runJobs()
        return try await client.get(place)
    }

    func imported(_ place: String) async throws -> ResidentImport {
        guard let id = place.split(separator: "/").last.flatMap({ ID<ResidentImport>(String($0)) }),
            let known = try await database.read({ db in try ImportStore(db: db).find(id) })
        else { throw NotFound() }
        return known
    }

    func problems(_ place: String) async throws -> [String] {
        let id = try await imported(place).id
        return try await database.read { db in
            try ImportStore(db: db).problems(of: id).map { "\($0.line)\($0.isDoubt ? "?" : "!") \($0.reason)" }
        }
    }

    struct Unexpected: Error, CustomStringConvertible {
        let answer: HouseAnswer
        var description: String { "\(answer.path) \(answer.status) \(answer.words.prefix(500))" }
    }
}
