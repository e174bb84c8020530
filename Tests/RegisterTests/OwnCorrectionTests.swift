import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@testable import Register

@Suite("Xin sửa thông tin của mình") struct OwnCorrectionTests {
    private static let root = "/about-me/corrections"

    @Test(arguments: TestEngine.available) func oneIsAskedFollowedAndWithdrawn(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            try await AboutMeTests.settle(world)
            let citizen = try await world.signedIn("citizen")
            let choice = try await citizen.get("\(Self.root)/new")
            #expect(choice.words.contains("Chỗ nào chưa đúng?"))
            let path = "\(Self.root)/new?field=birth"
            let empty = try await citizen.send(Self.root, on: path, [("wanted", "32/13/1985")])
            #expect(empty.status == .unprocessableContent)
            #expect(empty.words.contains("Không có tháng 13") && empty.words.contains("Bạn chưa ghi vì sao"))
            #expect(empty.text.contains("32/13/1985"))
            let form = try #require(try await citizen.get(path).form(to: Self.root))
            let values = [("wanted", "05/07/1985"), ("ground", "Giấy khai sinh ghi năm 1985")]
            let asked = try await citizen.submit(form, values)
            let code = try #require(try await world.value("SELECT code FROM register_correction", as: String.self))
            #expect(asked.location == "\(Self.root)/\(code)?done=asked")
            let page = try await citizen.get("\(Self.root)/\(code)")
            #expect(page.words.contains("05/07/1985") && page.words.contains("Còn 5 ngày làm việc"))
            let again = try await citizen.send(Self.root, on: path, values)
            #expect(again.status == .unprocessableContent)
            #expect(again.words.contains("Đã có một yêu cầu về điều này"))
            let back = try await citizen.send("\(Self.root)/\(code)/withdrawal", on: "\(Self.root)/\(code)")
            #expect(back.location == "\(Self.root)/\(code)?done=withdrawn")
            #expect(try await world.journal() == ["correction.asked", "correction.withdrawn"])
        }
    }

    @Test(arguments: TestEngine.available) func aPaperGoesAlong(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            try await AboutMeTests.settle(world)
            let citizen = try await world.signedIn("citizen")
            let form = try #require(try await citizen.get("\(Self.root)/new?field=sex").form(to: Self.root))
            #expect(form.isMultipart)
            let bytes = Array("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".utf8)
            let file = HouseClient.FilePart(field: "proof", name: "giay-khai-sinh.pdf", bytes: bytes)
            let asked = try await citizen.submit(form, [("wanted", "female"), ("ground", "Xem ảnh")], files: [file])
            let path = try #require(asked.location).replacing("?done=asked", with: "")
            #expect(try await citizen.get(path).words.contains("giay-khai-sinh.pdf"))
            #expect(try await citizen.get("\(path)/proofs/1").bytes == bytes)
            #expect(try await citizen.get("\(path)/proofs/2").status == .notFound)
        }
    }

    @Test(arguments: TestEngine.available) func thatOfSomebodyElseIsNotThere(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            try await AboutMeTests.settle(world)
            let citizen = try await world.signedIn("citizen")
            _ = try await citizen.send(
                Self.root, on: "\(Self.root)/new?field=birth", [("wanted", "1985"), ("ground", "Tôi nhớ vậy")])
            let code = try #require(try await world.value("SELECT code FROM register_correction", as: String.self))
            let neighbour = try await world.signedIn("neighbour")
            let token = try await neighbour.token()
            #expect(try await neighbour.get("\(Self.root)/\(code)").status == .notFound)
            let act = try await neighbour.post(
                "\(Self.root)/\(code)/withdrawal", [("_csrf", token), ("version", "1")])
            #expect(act.status == .notFound)
            #expect(try await !neighbour.get(Self.root).text.contains(code))
        }
    }
}
