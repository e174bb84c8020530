import Foundation
import HTTPTypes
import Kernel
import Resources
import Store
import TestKit
import Testing

@testable import Procedures

@Suite("Danh mục thủ tục") struct CatalogueTests {
    @Test(arguments: TestEngine.available)
    func findsWithoutMarksAndInBothForms(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let visitor = world.visitor()
            let plain = try await visitor.get("/procedures?q=dang+ky+khai+sinh")
            #expect(plain.text.contains("/procedures/1.001193"))
            let composed = "đăng ký khai sinh"
            for text in [composed.precomposedStringWithCanonicalMapping, composed.decomposedStringWithCanonicalMapping]
            {
                let query = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                let found = try await visitor.get("/procedures?q=\(query)")
                #expect(found.text.contains("/procedures/1.001193"))
                #expect(found.status == .ok)
            }
        }
    }

    /// The catalogue is kept in memory: what is committed shows in the next answer all the same.
    @Test(arguments: TestEngine.available)
    func aNewProcedureShowsAtOnce(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let visitor = world.visitor()
            #expect(try await visitor.get("/procedures?q=khai+sinh").text.contains("/procedures/1.001193"))
            let csv = String(decoding: try Shipped.data("seeds/procedures.csv"), as: UTF8.self)
            let more = [UInt8](csv.replacing("1.001193", with: "9.000001").utf8)
            #expect(try await world.database.write { db in try ProceduresModule.seed(more, into: db) } == 1)
            #expect(try await visitor.get("/procedures?q=khai+sinh").text.contains("/procedures/9.000001"))
        }
    }

    @Test func pagesThroughAllOfThem() async throws {
        try await World.procedures(.sqlite) { world in
            let visitor = world.visitor()
            var path: String? = "/procedures?sort=term"
            var codes: [String] = []
            while let next = path {
                let page = try await visitor.get(next)
                codes += page.text.matches(of: #/<li><a href="/procedures/([0-9.]+)">/#).map { String($0.1) }
                path = page.text.firstMatch(of: #/href="([^"]*after=[^"]*)"/#).map {
                    String($0.1).replacing("&amp;", with: "&")
                }
            }
            #expect(codes.count == 145)
            #expect(Set(codes).count == 145)
            let all = try await visitor.get("/procedures")
            #expect(all.words.contains("Tìm thấy 145 thủ tục"))
            let field = try await visitor.get("/procedures?field=Ch%E1%BB%A9ng+th%E1%BB%B1c")
            #expect(field.words.contains("Tìm thấy 12 thủ tục"))
        }
    }

    @Test func suggestsWhenNothingIsFound() async throws {
        try await World.procedures(.sqlite) { world in
            let page = try await world.visitor().get("/procedures?q=khai+sinh+lai+cho+bo+vo+danh+xyz")
            #expect(page.words.contains("Không tìm thấy"))
            #expect(page.words.contains("khai sinh"))
            let none = try await world.visitor().get("/procedures?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E")
            #expect(none.status == .ok)
            #expect(!none.text.contains("<script>alert"))
        }
    }

    @Test func aProcedureSaysWhatItTakes() async throws {
        try await World.procedures(.sqlite) { world in
            let visitor = world.visitor()
            let page = try await visitor.get("/procedures/1.001193")
            #expect(page.words.contains("Bản chạy thử"))
            #expect(page.words.contains("1 ngày làm việc"))
            #expect(page.words.contains("Đăng nhập để bắt đầu"))
            #expect(try await visitor.get("/procedures/9.999999").status == .notFound)
            #expect(try await visitor.get("/procedures?after=khong-phai").status == .unprocessableContent)
            let desk = try await visitor.get("/procedures/1.003583")
            #expect(desk.words.contains("Chỉ nộp trực tiếp"))
        }
    }

    @Test func theFrontPageIsOpenAndKnowsItsVisitor() async throws {
        try await World.procedures(.sqlite) { world in
            #expect(try await world.visitor().get("/").words.contains("Hôm nay bạn cần làm việc gì?"))
            #expect(try await world.visitor().get("/help").status == .ok)
            let citizen = try await world.signedIn("citizen")
            #expect(try await citizen.get("/").words.contains("Chào Hoàng Thị Mai"))
            let code = try await world.file(citizen)
            #expect(try await citizen.get("/").text.contains("/dossiers/\(code)"))
            #expect(try await world.signedIn("clerk").get("/").text.contains("href=\"/inbox\""))
        }
    }
}
