import Foundation

/// Positions on a grid of 0.00001 degrees, about a metre: neighbours' corners that are meant to be one become one.
enum GeoGrid {
    static let steps = 100_000.0
    /// With islands and some room: what a province's boundary can never leave.
    private static let longitudes = 102.0...118.0
    private static let latitudes = 6.0...24.0

    /// How much narrower a degree of longitude is than one of latitude.
    static func narrowing(at y: Double) -> Double { cos(y / steps * .pi / 180) }

    /// The rings of a feature on the grid: outer ones against the clock, holes with it, as RFC 7946 has it. Files that
    /// turn them the other way are taken too.
    static func rings(of polygons: [[[[Double]]]]) throws(OutlineProblem) -> [GridRing] {
        var rings: [GridRing] = []
        for polygon in polygons {
            for (index, positions) in polygon.enumerated() {
                let ring = try ring(positions)
                let area = GridShape.doubleArea(of: ring)
                guard area != 0 else { throw .flat }
                rings.append((area > 0) == (index == 0) ? ring : ring.reversed())
            }
        }
        guard !rings.isEmpty else { throw .brokenCoordinates }
        if let place = Crossings.first(in: rings) {
            throw .crossing(longitude: Double(place.x) / steps, latitude: Double(place.y) / steps)
        }
        return rings
    }

    private static func ring(_ positions: [[Double]]) throws(OutlineProblem) -> GridRing {
        guard positions.allSatisfy({ $0.count >= 2 }) else { throw .brokenCoordinates }
        guard positions.count >= 4 else { throw .fewCorners }
        guard positions.first?.prefix(2) == positions.last?.prefix(2) else { throw .openRing }
        var ring: GridRing = []
        for position in positions.dropLast() {
            let corner = try corner(longitude: position[0], latitude: position[1])
            if ring.last != corner { ring.append(corner) }
        }
        while ring.count > 1, ring.first == ring.last { ring.removeLast() }
        guard ring.count >= 3 else { throw .flat }
        return ring
    }

    private static func corner(longitude: Double, latitude: Double) throws(OutlineProblem) -> GridPoint {
        guard longitudes.contains(longitude), latitudes.contains(latitude) else {
            if longitudes.contains(latitude), latitudes.contains(longitude) { throw .swapped }
            if abs(longitude) > 180 || abs(latitude) > 90 { throw .notDegrees }
            throw .outside(longitude: longitude, latitude: latitude)
        }
        return GridPoint(Int32((longitude * steps).rounded()), Int32((latitude * steps).rounded()))
    }

    /// Square kilometres, as on a sphere flattened at the outline's middle: right to some tenths of a percent.
    static func squareKilometres(of rings: [GridRing]) -> Double {
        let ys = rings.joined().map { Double($0.y) }
        guard let low = ys.min(), let high = ys.max() else { return 0 }
        let kilometre = 111.195 / steps
        let double = rings.reduce(0) { $0 + GridShape.doubleArea(of: $1) }
        return abs(Double(double)) / 2 * kilometre * kilometre * narrowing(at: (low + high) / 2)
    }
}
