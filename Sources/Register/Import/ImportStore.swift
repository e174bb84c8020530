import Foundation
import Kernel
import Store

/// Imports and what is wrong with their lines. An import is seen by whoever made it.
struct ImportStore {
    let db: any Session

    func insert(_ new: ResidentImport) throws {
        let header = String(decoding: try JSONEncoder().encode(new.header), as: UTF8.self)
        let roots = try new.roots.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        try db.run(
            """
            INSERT INTO register_import (id, account_id, acting_unit, roots, language, created_at, file_sha256,
                file_size, file_name, file_day, encoding, separator, header, mapping, commune_id, state, done,
                bytes_done, added, matched, doubtful, refused)
            VALUES (\(new.id), \(new.accountID), \(new.actingUnit), \(roots), \(new.language), \(new.createdAt),
                \(new.hash), \(new.size), \(new.fileName), \(new.fileDay), \(new.format.encoding),
                \(Int(new.format.separator)), \(header), \(new.mapping.text), \(new.mapping.commune), \(new.state), 0,
                0, 0, 0, 0, 0)
            """)
    }

    /// - Returns: `nil` also for somebody else's.
    func find(_ id: ID<ResidentImport>, of account: String) throws -> ResidentImport? {
        try imports("id = \(id) AND account_id = \(account)", limit: 1).first
    }

    /// For jobs.
    func find(_ id: ID<ResidentImport>) throws -> ResidentImport? { try imports("id = \(id)", limit: 1).first }

    /// The latest of an account for the same bytes that has not ended.
    func open(of account: String, hash: ContentHash) throws -> ResidentImport? {
        try imports(
            """
            account_id = \(account) AND file_sha256 = \(hash) AND state NOT IN ('done', 'cancelled', 'failed')
            """, limit: 1
        ).first
    }

    /// The latest first.
    /// - Parameter before: the last one of the page before.
    func list(of account: String, before: ID<ResidentImport>? = nil, limit: Int = 30) throws -> [ResidentImport] {
        let page: SQL = before.map { " AND id < \($0)" } ?? ""
        return try imports("account_id = \(account)\(page)", limit: limit)
    }

    /// Names the columns, forgets what an earlier check found, and sets it to be checked.
    /// - Throws: ``ImportRefusal``.
    func beginCheck(_ id: ID<ResidentImport>, mapping: ImportMapping, fileDay: Day) throws {
        let changed = try db.run(
            """
            UPDATE register_import SET mapping = \(mapping.text), commune_id = \(mapping.commune),
                file_day = \(fileDay), state = 'checking', checked = NULL, failure = NULL
            WHERE id = \(id) AND state IN ('uploaded', 'checked')
            """)
        try explain(id, changed)
        try restart(id)
    }

    /// Sets a checked import to be carried out.
    /// - Throws: ``ImportRefusal``.
    func beginRun(_ id: ID<ResidentImport>) throws {
        let changed = try db.run(
            "UPDATE register_import SET state = 'running' WHERE id = \(id) AND state = 'checked'")
        try explain(id, changed)
        try restart(id)
    }

    /// Stops it; what is written stays written.
    /// - Throws: ``ImportRefusal``.
    func cancel(_ id: ID<ResidentImport>, now: Instant) throws {
        let changed = try db.run(
            """
            UPDATE register_import SET state = 'cancelled', finished_at = \(now)
            WHERE id = \(id) AND state IN ('uploaded', 'checking', 'checked', 'running')
            """)
        try explain(id, changed)
    }

    func fail(_ id: ID<ResidentImport>, _ reason: String, now: Instant) throws {
        try db.run(
            """
            UPDATE register_import SET state = 'failed', failure = \(reason), finished_at = \(now)
            WHERE id = \(id) AND state IN ('checking', 'running')
            """)
    }

    /// Back to the first line, as a check does that is begun again.
    func restart(_ id: ID<ResidentImport>) throws {
        try db.run("DELETE FROM register_import_problem WHERE import_id = \(id)")
        try db.run(
            """
            UPDATE register_import SET done = 0, bytes_done = 0, added = 0, matched = 0, doubtful = 0, refused = 0
            WHERE id = \(id)
            """)
    }

    /// Moves it on by a batch, if it still stands where the batch began.
    /// - Throws: `Stale` when somebody has stopped it or another worker was faster: nothing of the batch may remain.
    func advance(_ known: ResidentImport, from done: Int, by batch: ImportBatchResult, bytes: Int) throws {
        let counts = batch.counts
        let changed = try db.run(
            """
            UPDATE register_import SET done = \(done + counts.total), bytes_done = \(bytes),
                added = added + \(counts.added), matched = matched + \(counts.matched),
                doubtful = doubtful + \(counts.doubtful), refused = refused + \(counts.refused)
            WHERE id = \(known.id) AND state = \(known.state) AND done = \(done)
            """)
        guard changed == 1 else { throw Stale() }
        var rows = RowBatch("register_import_problem", "import_id", "line", "is_doubt", "reason")
        for problem in batch.problems { rows.append(known.id, problem.line, problem.isDoubt, problem.reason) }
        try db.insert(rows)
    }

    /// The last line is dealt with.
    func finish(_ known: ResidentImport, now: Instant) throws {
        switch known.state {
        case .checking:
            let counts = try find(known.id)?.counts ?? ImportCounts()
            try db.run(
                """
                UPDATE register_import SET state = 'checked', checked = \(counts.text)
                WHERE id = \(known.id) AND state = 'checking'
                """)
        case .running:
            try db.run(
                """
                UPDATE register_import SET state = 'done', finished_at = \(now)
                WHERE id = \(known.id) AND state = 'running'
                """)
        case .uploaded, .checked, .done, .cancelled, .failed: break
        }
    }

    /// In the order of lines.
    /// - Parameter after: the last line of the page before.
    func problems(of id: ID<ResidentImport>, after line: Int = 0, limit: Int = 100) throws -> [ImportProblem] {
        try db.rows(
            """
            SELECT line, is_doubt, reason FROM register_import_problem
            WHERE import_id = \(id) AND line > \(line) ORDER BY line LIMIT \(limit)
            """
        ) { row in ImportProblem(line: try row[0], isDoubt: try row[1], reason: try row[2]) }
    }

    private func explain(_ id: ID<ResidentImport>, _ changed: Int) throws {
        guard changed == 1 else {
            guard let known = try find(id) else { throw NotFound() }
            throw ImportRefusal.otherState(known.state)
        }
    }

    private func imports(_ condition: SQL, limit: Int) throws -> [ResidentImport] {
        try db.rows(
            """
            SELECT id, account_id, acting_unit, roots, language, created_at, file_sha256, file_size, file_name,
                file_day, encoding, separator, header, mapping, commune_id, state, failure, done, bytes_done, added,
                matched, doubtful, refused, checked, finished_at
            FROM register_import WHERE \(condition) ORDER BY id DESC LIMIT \(limit)
            """, ResidentImport.init(row:))
    }
}

/// What a line has wrong, in words.
struct ImportProblem: Sendable, Hashable {
    let line: Int
    /// Taken all the same; somebody has to look.
    let isDoubt: Bool
    let reason: String
}

extension ResidentImport {
    fileprivate init(row: Row) throws {
        let decoder = JSONDecoder()
        let roots: String? = try row[3]
        let header: String = try row[12]
        let checked: String? = try row[23]
        self.init(
            id: try row[0], accountID: try row[1], actingUnit: try row[2],
            roots: try roots.map { try decoder.decode([ID<AdminUnit>].self, from: Data($0.utf8)) },
            language: try row[4], createdAt: try row[5], hash: try row[6], size: try row[7], fileName: try row[8],
            fileDay: try row[9],
            format: ImportFormat(encoding: try row[10], separator: UInt8(clamping: try row[11] as Int)),
            header: try decoder.decode([String].self, from: Data(header.utf8)),
            mapping: ImportMapping(text: try row[13], commune: try row[14]), state: try row[15],
            failure: try row[16], done: try row[17], bytesDone: try row[18],
            counts: ImportCounts(
                added: try row[19], matched: try row[20], doubtful: try row[21], refused: try row[22]),
            checked: checked.flatMap(ImportCounts.init(text:)), finishedAt: try row[24])
    }
}

/// Columns as an account named them last, by the heads of the list.
struct MappingStore {
    let db: any Session

    static func key(of header: [String]) -> String {
        Sha256.of(Array(header.map(Fold.folded).joined(separator: "\u{1F}").utf8))
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    func find(_ header: [String], of account: String) throws -> ImportMapping? {
        let text = try db.value(
            """
            SELECT mapping FROM register_import_mapping
            WHERE account_id = \(account) AND header_key = \(Self.key(of: header))
            """, as: String.self)
        return text.map { ImportMapping(text: $0, commune: nil) }
    }

    func keep(_ mapping: ImportMapping, for header: [String], of account: String, now: Instant) throws {
        try db.run(
            """
            INSERT INTO register_import_mapping (account_id, header_key, mapping, used_at)
            VALUES (\(account), \(Self.key(of: header)), \(mapping.text), \(now))
            ON CONFLICT (account_id, header_key) DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at
            """)
    }
}
