import Foundation

/// GeoJSON (RFC 7946) as far as boundaries need it: features whose geometry is a polygon or several. Longitude comes
/// first, both in degrees of WGS 84.
struct GeoJSON: Sendable {
    struct Feature: Sendable {
        /// `id` and every property that is a text or a number, by lower-case name.
        let properties: [String: String]
        /// Polygons, each with its rings as they stand in the file.
        let polygons: [[[[Double]]]]
        /// Why there are none.
        let problem: OutlineProblem?
    }

    let features: [Feature]

    /// - Throws: ``BoundaryFileProblem``.
    init(_ data: Data) throws {
        let file: File
        do { file = try JSONDecoder().decode(File.self, from: data) } catch DecodingError.dataCorrupted {
            throw BoundaryFileProblem.notJSON
        } catch {
            throw BoundaryFileProblem.notFeatures(type: nil)
        }
        if let name = file.crs, !["CRS84", "4326", "4979"].contains(where: name.hasSuffix) {
            throw BoundaryFileProblem.otherSystem(name)
        }
        guard file.type == "FeatureCollection", let features = file.features else {
            throw BoundaryFileProblem.notFeatures(type: file.type)
        }
        self.features = features.map(\.feature)
    }

    private struct File: Decodable {
        let type: String
        let features: [RawFeature]?
        /// Of GeoJSON as it was before RFC 7946.
        let crs: String?

        enum Keys: String, CodingKey { case type, features, crs }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Keys.self)
            type = try values.decode(String.self, forKey: .type)
            features = type == "FeatureCollection" ? try values.decode([RawFeature].self, forKey: .features) : nil
            crs = (try? values.decode(NamedSystem.self, forKey: .crs))?.properties.name
        }
    }

    private struct NamedSystem: Decodable {
        struct Properties: Decodable { let name: String }

        let properties: Properties
    }

    /// A feature that is wrong does not take the others with it: its problem is told.
    private struct RawFeature: Decodable {
        let feature: Feature

        enum Keys: String, CodingKey { case id, properties, geometry }

        init(from decoder: any Decoder) throws {
            guard let values = try? decoder.container(keyedBy: Keys.self) else {
                feature = Feature(properties: [:], polygons: [], problem: .noGeometry)
                return
            }
            var properties: [String: String] = [:]
            for (name, value) in (try? values.decode([String: Scalar].self, forKey: .properties)) ?? [:] {
                properties[name.lowercased()] = value.text
            }
            if let id = (try? values.decode(Scalar.self, forKey: .id))?.text { properties["id"] = id }
            do {
                let geometry = try values.decode(Geometry?.self, forKey: .geometry)
                feature = Feature(
                    properties: properties, polygons: geometry?.polygons ?? [],
                    problem: geometry == nil ? .noGeometry : geometry?.problem)
            } catch {
                feature = Feature(properties: properties, polygons: [], problem: .noGeometry)
            }
        }
    }

    private struct Geometry: Decodable {
        let polygons: [[[[Double]]]]
        let problem: OutlineProblem?

        enum Keys: String, CodingKey { case type, coordinates }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Keys.self)
            let type = try values.decode(String.self, forKey: .type)
            switch type {
            case "Polygon": polygons = (try? [values.decode([[[Double]]].self, forKey: .coordinates)]) ?? []
            case "MultiPolygon": polygons = (try? values.decode([[[[Double]]]].self, forKey: .coordinates)) ?? []
            default:
                polygons = []
                problem = .otherGeometry(type)
                return
            }
            problem = polygons.isEmpty ? .brokenCoordinates : nil
        }
    }

    /// A text or a number; anything else has no text.
    private struct Scalar: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self.text = text
            } else if let number = try? value.decode(Int.self) {
                text = String(number)
            } else {
                text = nil
            }
        }
    }
}
