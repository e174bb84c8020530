import App
import HTTPTypes
import Kernel
import TestKit
import Testing
import Web

/// Role × door: the committed file says it, and the running house does it.
@Suite struct AccessMatrix {
    /// One line a door: who passes.
    private static func text(of doors: [Door]) -> String {
        let lines = doors.map { door -> String in
            let who =
                switch door.permission {
                case .open: "everybody"
                case .signedIn: "signed in"
                case .needs(let permission):
                    Province.roles.codes(holding: permission).joined(separator: " ") + "  [\(permission.code)]"
                }
            return "\(door.method.rawValue.padded(7))\(door.path.padded(48))\(who)"
        }
        return lines.sorted().joined(separator: "\n") + "\n"
    }

    @Test func isTheOneThatWasAgreedOn() async throws {
        try await DemoHouse.open(.sqlite) { house in
            try Golden.check(Self.text(of: house.province.doors), "access-matrix.txt")
        }
    }

    /// Every permission that a door asks for is held by some role: otherwise nobody could pass.
    @Test func everyDoorOpensForSomebody() async throws {
        try await DemoHouse.open(.sqlite) { house in
            for door in house.province.doors {
                if case .needs(let permission) = door.permission {
                    #expect(!Province.roles.codes(holding: permission).isEmpty, "\(door.name)")
                }
            }
        }
    }

    /// Each demo account knocks at each door that its role may not pass, and is refused in the same way.
    @Test(arguments: TestEngine.available)
    func refusesWhoeverLacksThePermission(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine) { house in
            for role in Province.roles.all {
                let client = try await house.signedIn(role.code)
                for door in house.province.doors {
                    guard case .needs(let permission) = door.permission, !role.permissions.contains(permission) else {
                        continue
                    }
                    let answer = try await client.knock(at: door)
                    #expect(answer.status == .forbidden, "\(role.code) at \(door.name)")
                }
            }
        }
    }

    @Test func asksStrangersToSignIn() async throws {
        try await DemoHouse.open(.sqlite) { house in
            let stranger = house.visitor()
            for door in house.province.doors where door.permission != .open {
                let answer = try await stranger.knock(at: door)
                let isAsked = [303, 401].contains(answer.status.code)
                #expect(isAsked, "\(door.name) answered \(answer.status.code)")
            }
        }
    }
}

extension HouseClient {
    /// A request to a door with some value for each of its parameters.
    fileprivate func knock(at door: Door) async throws -> HouseAnswer {
        let path = door.path.split(separator: "/").map { $0.hasPrefix("{") ? "04765-220725-0001" : String($0) }
            .joined(separator: "/")
        switch door.method {
        case .post where door.api != nil: return try await postJSON("/\(path)", "{}")
        case .post: return try await post("/\(path)", [])
        default: return try await send(door.method, "/\(path)")
        }
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        count < width ? self + String(repeating: " ", count: width - count) : self + " "
    }
}
