/// Why a file of boundaries is not taken at all. Operators read it on the command line.
enum BoundaryFileProblem: Error, Sendable, Hashable {
    case missing
    case tooLarge(bytes: Int, most: Int)
    case notJSON
    case notFeatures(type: String?)
    case otherSystem(String)
    case tooManyCorners(Int, most: Int)
    case noUnits(day: String)

    var text: String {
        switch self {
        case .missing: "there is no such file, or it cannot be read."
        case .tooLarge(let bytes, let most):
            """
            it has \(bytes / 1_048_576) MB, \(most / 1_048_576) MB at most. Take the communes of this province alone, or \
            fewer digits: five behind the point are a metre.
            """
        case .notJSON: "it is not JSON, or it ends too early."
        case .notFeatures(let type?): "it is a GeoJSON \(type), not a FeatureCollection with a feature for each unit."
        case .notFeatures(nil): "it is JSON, but not a GeoJSON FeatureCollection."
        case .otherSystem(let name):
            "its coordinates are in \(name). GeoJSON has longitude and latitude of WGS 84 (RFC 7946): convert it first."
        case .tooManyCorners(let count, let most):
            "it has \(count) corners, \(most) at most. Simplify it first, with shared edges kept."
        case .noUnits(let day): "there are no units on \(day)."
        }
    }
}

/// What is wrong with the outline of one feature.
enum OutlineProblem: Error, Sendable, Hashable {
    case noGeometry
    case otherGeometry(String)
    case brokenCoordinates
    case fewCorners
    case openRing
    case swapped
    case notDegrees
    case outside(longitude: Double, latitude: Double)
    case crossing(longitude: Double, latitude: Double)
    case flat

    var text: String {
        switch self {
        case .noGeometry: "has no geometry."
        case .otherGeometry(let type): "is a \(type); a boundary is a Polygon or a MultiPolygon."
        case .brokenCoordinates: "has coordinates that are not lists of rings of positions."
        case .fewCorners: "has a ring of fewer than four positions."
        case .openRing: "has a ring whose last position is not its first."
        case .swapped: "has latitude before longitude. GeoJSON has longitude first (RFC 7946): swap them."
        case .notDegrees: "has coordinates that are not degrees, as those of VN-2000 in metres are: convert to WGS 84."
        case .outside(let longitude, let latitude): "has a position outside of Vietnam: \(longitude), \(latitude)."
        case .crossing(let longitude, let latitude): "has an edge that crosses itself near \(longitude), \(latitude)."
        case .flat: "has a ring without an area."
        }
    }
}
