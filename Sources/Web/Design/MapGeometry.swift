public import Kernel

/// A place on a drawn map, in units of the drawing: x to the right, y downwards.
public struct MapPoint: Sendable, Hashable {
    public let x: Int
    public let y: Int

    public init(_ x: Int, _ y: Int) {
        self.x = x
        self.y = y
    }
}

/// A rectangle of the drawing, its edges included.
public struct MapBox: Sendable, Hashable {
    public let left: Int
    public let top: Int
    public let right: Int
    public let bottom: Int

    /// The smallest that holds the points, and `margin` around it; `nil` without points.
    public init?(around points: some Sequence<MapPoint>, margin: Int = 0) {
        var bounds: (left: Int, top: Int, right: Int, bottom: Int)?
        for point in points {
            let known = bounds ?? (point.x, point.y, point.x, point.y)
            bounds = (
                min(known.left, point.x), min(known.top, point.y), max(known.right, point.x),
                max(known.bottom, point.y)
            )
        }
        guard let bounds else { return nil }
        left = bounds.left - margin
        top = bounds.top - margin
        right = bounds.right + margin
        bottom = bounds.bottom + margin
    }

    public var width: Int { right - left }
    public var height: Int { bottom - top }
}

/// Where each unit is drawn, whatever is told about it: the tiles of the schematic map, or official boundaries. A
/// module that has figures of units puts them on it with ``AreaMap``.
public struct MapGeometry: Sendable {
    public enum Outline: Sendable, Hashable {
        /// A hexagon of the common size around the point.
        case tile(MapPoint)
        /// Path data.
        case path(String)
    }

    public struct Area: Sendable {
        public let outline: Outline
        /// Where its name is centred: always inside.
        public let label: MapPoint
        /// Units of the drawing that a name may be wide.
        public let room: Int
        /// Key of a region.
        public let region: String

        public init(outline: Outline, label: MapPoint, room: Int, region: String) {
            self.outline = outline
            self.label = label
            self.room = room
            self.region = region
        }
    }

    /// Areas that belong together: a district, or what was one.
    public struct Region: Sendable {
        public let key: String
        /// `Huyện Yên Bình`
        public let name: String
        /// Path data of its edge.
        public let outline: String
        /// Where a number or its name stands.
        public let label: MapPoint
        public let box: MapBox

        public init(key: String, name: String, outline: String, label: MapPoint, box: MapBox) {
            self.key = key
            self.name = name
            self.outline = outline
            self.label = label
            self.box = box
        }
    }

    public let areas: [ID<AdminUnit>: Area]
    /// In the order of their keys.
    public let regions: [Region]
    public let box: MapBox
    /// Height of letters in units of the drawing.
    public let letter: Int

    public init(areas: [ID<AdminUnit>: Area], regions: [Region], box: MapBox, letter: Int) {
        self.areas = areas
        self.regions = regions
        self.box = box
        self.letter = letter
    }

    /// Half the width and half the height of a tile, of a hexagon that stands on a corner.
    public static let tileWidth = 26
    public static let tileHeight = 30
}
