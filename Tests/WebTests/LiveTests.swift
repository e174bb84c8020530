import Foundation
import Hummingbird
import Kernel
import NIOConcurrencyHelpers
import NIOCore
import Store
import TestKit
import Testing

@testable import Web

@Suite struct LiveTests {
    @Test(arguments: TestEngine.available)
    func whatATransactionTellsReachesTheOpenPage(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let hub = LiveHub(database: database)
            let running = _Concurrency.Task { await hub.run() }
            let page = hub.listen(account: "a", channels: ["inbox/1": "inbox"])
            // The hub may not be listening yet: it is told until it hears.
            let telling = _Concurrency.Task {
                while !_Concurrency.Task.isCancelled {
                    try await database.write { db in
                        try LiveHub.tell("inbox/2", "not mine", in: db)
                        try LiveHub.tell("inbox/1", "hồ sơ mới", in: db)
                    }
                    try await _Concurrency.Task.sleep(for: .milliseconds(20))
                }
            }
            let first = await page.messages.first { _ in true }
            telling.cancel()
            _ = await telling.result
            #expect(first == .event(LiveEvent(topic: "inbox", data: "hồ sơ mới")))
            running.cancel()
            await running.value
            var rest = page.messages.makeAsyncIterator()
            while await rest.next() != nil {}
            #expect(hub.count == 0)
        }
    }

    @Test func aPageThatDoesNotReadIsCutOff() async throws {
        try await withDatabase(.sqlite) { database in
            let hub = LiveHub(database: database)
            let slow = hub.listen(account: "a", channels: ["c": "t"])
            for number in 0...LiveHub.buffer { hub.pass("c \(number)") }
            #expect(hub.count == 0)
            var read = 0
            for await _ in slow.messages { read += 1 }
            #expect(read == LiveHub.buffer)
        }
    }

    @Test func theOldestPageOfAnAccountMakesRoomForTheNewest() async throws {
        try await withDatabase(.sqlite) { database in
            let hub = LiveHub(database: database)
            let other = hub.listen(account: "b", channels: ["c": "t"])
            let pages = (0...LiveHub.mostPerAccount).map { _ in hub.listen(account: "a", channels: ["c": "t"]) }
            #expect(hub.count == LiveHub.mostPerAccount + 1)
            hub.beat()
            hub.close()
            var heard: [Int] = []
            for page in pages + [other] {
                var count = 0
                for await _ in page.messages { count += 1 }
                heard.append(count)
            }
            #expect(heard == [0] + Array(repeating: 1, count: LiveHub.mostPerAccount + 1))
        }
    }

    @Test func eventsAreWrittenAsBrowsersReadThem() {
        #expect(LiveHub.text(of: .heartbeat) == ": \n\n")
        #expect(LiveHub.text(of: .event(LiveEvent(topic: "inbox", data: ""))) == "event: inbox\ndata: \n\n")
        #expect(
            LiveHub.text(of: .event(LiveEvent(topic: "inbox", data: "a\nevent: x\r\nb")))
                == "event: inbox\ndata: a\ndata: event: x\ndata: b\n\n")
    }

    @Test func onlyOnesOwnTopicsAreHeard() async throws {
        try await withDatabase(.sqlite) { database in
            let hub = LiveHub(database: database)
            let door = hub.door { _, topic in topic == "inbox" ? ["inbox/1"] : [] }
            try await TestHouse.open(doors: { _, _ in [door] }) { house in
                #expect(try await house.visitor().get("/live?topic=inbox").status == .seeOther)
                let client = try await house.signedIn()
                #expect(try await client.get("/live?topic=others").status == .notFound)
                #expect(try await client.get("/live").status == .notFound)
                #expect(try await client.send(.head, "/live?topic=inbox").status == .ok)
                #expect(hub.count == 0)
                let reading = _Concurrency.Task { try await client.get("/live?topic=inbox") }
                while hub.count == 0 { try await _Concurrency.Task.sleep(for: .milliseconds(5)) }
                hub.pass("inbox/1 12")
                hub.close()
                let answer = try await reading.value
                #expect(answer.headers[.contentType] == "text/event-stream")
                #expect(answer.text == "retry: 3000\n\nevent: inbox\ndata: 12\n\n")
            }
        }
    }
}
