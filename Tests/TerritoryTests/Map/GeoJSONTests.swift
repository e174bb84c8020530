import Foundation
import TestKit
import Testing

@testable import Kernel
@testable import Territory

@Suite("A GeoJSON file") struct GeoJSONTests {
    @Test(arguments: [
        ("", BoundaryFileProblem.notJSON), ("{\"type\":\"FeatureCollection\",\"features\":[", .notJSON),
        ("PK\u{3}\u{4}", .notJSON), ("[]", .notFeatures(type: nil)), ("{\"type\":5}", .notFeatures(type: nil)),
        ("{\"type\":\"FeatureCollection\"}", .notFeatures(type: nil)), ("{}", .notFeatures(type: nil)),
        ("{\"type\":\"Polygon\",\"coordinates\":[]}", .notFeatures(type: "Polygon")),
        (
            "{\"type\":\"FeatureCollection\",\"features\":[],\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:3405\"}}}",
            .otherSystem("EPSG:3405")
        ),
    ])
    func isRefusedWithAReason(_ text: String, _ problem: BoundaryFileProblem) {
        #expect(throws: problem) { _ = try GeoJSON(Data(text.utf8)) }
        #expect(!problem.text.isEmpty)
    }

    @Test func brokenBytesAreNoJSON() {
        #expect(throws: BoundaryFileProblem.notJSON) {
            _ = try GeoJSON(Data(#"{"type":"FeatureCollection","features":[],"name":""#.utf8 + [0xff, 0xfe]))
        }
    }

    @Test func theOldNameOfWGS84IsTaken() throws {
        let text = """
            {"type":"FeatureCollection","features":[],
            "crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}}
            """
        #expect(try GeoJSON(Data(text.utf8)).features.isEmpty)
    }

    @Test func propertiesAreTextsByLowerCaseNames() throws {
        let text = MapWorld.collection(
            #"{"type":"Feature","id":4765,"properties":{"MA_XA":4765,"Ten":"Vũ Linh","x":null,"y":[1]},"geometry":null}"#
        )
        let feature = try #require(try GeoJSON(Data(text.utf8)).features.first)
        #expect(feature.properties == ["id": "4765", "ma_xa": "4765", "ten": "Vũ Linh"])
        #expect(feature.problem == .noGeometry)
    }

    private static func problem(_ rings: String, type: String = "Polygon") throws -> OutlineProblem? {
        let text = MapWorld.collection(MapWorld.feature("{}", rings, type: type))
        let feature = try #require(try GeoJSON(Data(text.utf8)).features.first)
        if let problem = feature.problem { return problem }
        do {
            _ = try GeoGrid.rings(of: feature.polygons)
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        ("[[[21.5,104.5],[21.5,105.0],[22.0,105.0],[21.5,104.5]]]", OutlineProblem.swapped),
        ("[[[500000,2400000],[500100,2400000],[500100,2400100],[500000,2400000]]]", .notDegrees),
        ("[[[10.0,50.0],[11.0,50.0],[11.0,51.0],[10.0,50.0]]]", .outside(longitude: 10, latitude: 50)),
        ("[[[104.5,21.5],[105.0,21.5],[104.5,21.5]]]", .fewCorners),
        ("[[[104.5,21.5],[105.0,21.5],[105.0,22.0],[104.5,22.0]]]", .openRing),
        ("[[[104.5,21.5],[105.0,21.5],[105.5,21.5],[104.5,21.5]]]", .flat),
        ("[[[104.5,21.5],[104.5,21.5],[104.5,21.5],[104.5,21.5]]]", .flat),
        ("[[[104.5],[105.0],[105.0],[104.5]]]", .brokenCoordinates),
        ("[]", .brokenCoordinates), ("\"104.5\"", .brokenCoordinates), ("[[104.5,21.5]]", .brokenCoordinates),
        (
            "[[[104.5,21.5],[105.0,22.0],[105.0,21.5],[104.5,22.0],[104.4,22.1],[104.5,21.5]]]",
            .crossing(longitude: 104.5, latitude: 21.5)
        ),
    ])
    func anOutlineIsRefusedWithAReason(_ rings: String, _ problem: OutlineProblem) throws {
        #expect(try Self.problem(rings) == problem)
        #expect(!problem.text.isEmpty)
    }

    @Test func aPointIsNoBoundary() throws {
        #expect(try Self.problem("[104.5,21.5]", type: "Point") == .otherGeometry("Point"))
    }

    /// RFC 7946 wants outer rings against the clock; older files have them the other way, and heights are allowed.
    @Test func ringsAreTurnedTheRightWay() throws {
        let polygons = [
            [
                [[104.0, 21.0, 5], [104.0, 22.0, 5], [105.0, 22.0, 5], [105.0, 21.0, 5], [104.0, 21.0, 5]],
                [[104.4, 21.4], [104.6, 21.4], [104.6, 21.6], [104.4, 21.6], [104.4, 21.4]],
            ]
        ]
        let rings = try GeoGrid.rings(of: polygons)
        #expect(GridShape.doubleArea(of: rings[0]) > 0)
        #expect(GridShape.doubleArea(of: rings[1]) < 0)
        // One square degree without a 25th part of it, at 21.5 degrees north.
        let area = GeoGrid.squareKilometres(of: rings)
        #expect((11_020...11_060).contains(area), "\(area)")
    }
}

@Suite("Whose outline it is") struct BoundaryMatchTests {
    private static func unit(
        _ code: String, _ fullName: String, _ level: UnitLevel = .commune, parent: ID<AdminUnit>? = nil
    ) -> AdminUnit {
        AdminUnit(
            id: .new(at: World.morning), level: level, code: code, type: "",
            name: fullName.split(separator: " ")
                .dropFirst().joined(separator: " "), fullName: fullName, parentID: parent, parentFullName: nil,
            validFrom: MapWorld.day, validTo: nil, isGenerated: false)
    }

    private static let district = unit("141", "Huyện Yên Bình", .district)
    private static let other = unit("138", "Huyện Trấn Yên", .district)
    private static let units = [
        district, other, unit("04765", "Xã Vũ Linh", parent: district.id),
        unit("04400", "Xã Tân Thịnh", parent: other.id), unit("04600", "Xã Tân Thịnh", parent: district.id),
        unit("0476501", "Thôn Vũ Linh", .village),
    ]

    private static func found(_ properties: [String: String], code: String? = nil) -> String {
        let match = BoundaryMatch(UnitTree(units, day: MapWorld.day), code: code)
        return switch match.unit(of: properties) {
        case .success(let unit): unit.code
        case .failure(let unmatched): "\(unmatched.reason)"
        }
    }

    @Test(
        arguments: [
            (["code": "04765"], "04765"), (["ma_xa": "4765"], "04765"), (["id": " 04765 "], "04765"),
            (["code": "99999", "name": "Xã Vũ Linh"], "04765"), (["ten": "VU LINH"], "04765"),
            (["ten": "Vu\u{303} Linh"], "04765"), (["name": "Xã Tân Thịnh"], "ambiguous(2)"),
            (["name": "Xã Tân Thịnh", "ten_huyen": "Yên Bình"], "04600"),
            (["name": "Xã Tân Thịnh", "parent": "138"], "04400"), (["code": "141"], "141"),
            (["code": "0476501"], "unknown"), (["name": "Hà Nội"], "unknown"), ([:], "unknown"),
        ] as [([String: String], String)])
    func isFoundByCodeElseByName(_ properties: [String: String], _ result: String) {
        #expect(Self.found(properties) == result)
    }

    @Test func aPropertyCanBeNamed() {
        #expect(Self.found(["MaHanhChinh".lowercased(): "4765"], code: "MaHanhChinh") == "04765")
    }
}
