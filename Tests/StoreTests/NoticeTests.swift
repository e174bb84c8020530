import Store
import TestKit
import Testing

@Suite struct NoticeTests {
    @Test("Notices come after the commit, in order, and not after a rollback", arguments: TestEngine.available)
    func afterCommit(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let stream = database.notices()
            try await awaitListener(database)
            await #expect(throws: OwnError.self) {
                try await database.write { db throws in
                    try db.notify("dossier", "lost")
                    throw OwnError()
                }
            }
            let long = String(repeating: "ệ", count: 2_600)
            try await database.write { db throws in
                try db.notify("dossier", "một hai")
                try db.notify("dossier", "một hai")
                try db.notify("other_9", "")
                try db.notify("dossier", long)
            }
            let heard = await collect(stream, 3)
            #expect(
                heard == [
                    StoreNotice(topic: "dossier", payload: "một hai"), StoreNotice(topic: "other_9", payload: ""),
                    StoreNotice(topic: "dossier", payload: long),
                ])
        }
    }

    @Test("Every listener hears, one that has left does not disturb", arguments: TestEngine.available)
    func listeners(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let first = database.notices()
            let second = database.notices()
            do { _ = database.notices() }
            try await awaitListener(database)
            try await database.write { try $0.notify("topic", "1") }
            #expect(await collect(first, 1).map(\.payload) == ["1"])
            #expect(await collect(second, 1).map(\.payload) == ["1"])
        }
    }

    @Test("A topic is a plain word, a payload has a limit", arguments: TestEngine.available)
    func limits(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            for (topic, payload) in [
                ("Topic", ""), ("", ""), ("a b", ""), ("a;", ""), (String(repeating: "a", count: 64), ""),
                ("a", String(repeating: "x", count: 7_901)),
            ] {
                let error = await storeError { try await database.write { try $0.notify(topic, payload) } }
                guard case .other("notice", _) = error else {
                    Issue.record("\(topic): \(String(describing: error))")
                    continue
                }
            }
            try await database.write { try $0.notify("a", String(repeating: "x", count: 7_900)) }
        }
    }

    /// On PostgreSQL the listening connection takes a moment; a notice before that is heard by nobody.
    private func awaitListener(_ database: any Database) async throws {
        let stream = database.notices()
        let heard = Gate()
        let listening = Task {
            for await notice in stream where notice.topic == "ready" { heard.open(1) }
        }
        for _ in 0..<200 where !heard.isOpen(1) {
            try await database.write { try $0.notify("ready", "") }
            try await Task.sleep(for: .milliseconds(20))
        }
        listening.cancel()
    }

    private func collect(_ stream: AsyncStream<StoreNotice>, _ count: Int) async -> [StoreNotice] {
        await withTaskGroup(of: [StoreNotice].self) { group in
            group.addTask {
                var heard: [StoreNotice] = []
                for await notice in stream where notice.topic != "ready" && notice != .gap {
                    heard.append(notice)
                    if heard.count == count { break }
                }
                return heard
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(5))
                return []
            }
            defer { group.cancelAll() }
            return await group.next() ?? []
        }
    }
}
