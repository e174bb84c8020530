public import Kernel

/// A map of units with what is known of them: drawn by the server as SVG, so that it stands without script, on paper and
/// for readers. Each unit is a link; `js/map.js` adds arrow keys, and Leaflet where the screen is wide.
///
/// ```swift
/// AreaMap(geometry, name: t("Hồ sơ đúng hạn"), places: [.init(unit: id, name: "Vũ Linh", title: "…", shade: .step(3), …)])
/// Page(…) { map.html }.showingMap()
/// ```
public struct AreaMap: Sendable {
    /// What a colour says. None is told by colour alone: steps have a pattern where colours are few, and a figure.
    public enum Shade: Sendable, Hashable {
        /// One of up to nine kinds without an order.
        case kind(Int)
        /// Little to much, 1…5.
        case step(Int)
        /// Worst to best, 1…5.
        case grade(Int)
        /// Nothing is known.
        case unknown

        var mark: String {
            switch self {
            case .kind(let number): "m\(min(max(number, 1), 9))"
            case .step(let number): "q\(min(max(number, 1), 5))"
            case .grade(let number): "k\(min(max(number, 1), 5))"
            case .unknown: "k0"
            }
        }
    }

    public struct Place: Sendable {
        public let unit: ID<AdminUnit>
        /// The short name, on the map itself: `Vũ Linh`.
        public let name: String
        /// What is said of it: `Xã Vũ Linh, huyện Yên Bình: 9 thôn`.
        public let title: String
        /// The figure under the name.
        public let figure: String?
        public let shade: Shade
        public let path: Address
        /// Steps back behind the others, as what a search did not find.
        public let isFaint: Bool

        public init(
            unit: ID<AdminUnit>, name: String, title: String, figure: String? = nil, shade: Shade, path: Address,
            isFaint: Bool = false
        ) {
            self.unit = unit
            self.name = name
            self.title = title
            self.figure = figure
            self.shade = shade
            self.path = path
            self.isFaint = isFaint
        }
    }

    /// A line of the legend.
    public struct Key: Sendable {
        public let shade: Shade
        public let label: String
        /// The number that a region bears on the map.
        public let number: Int?
        /// The map of the region alone.
        public let path: Address?

        public init(_ shade: Shade, _ label: String, number: Int? = nil, path: Address? = nil) {
            self.shade = shade
            self.label = label
            self.number = number
            self.path = path
        }
    }

    let geometry: MapGeometry
    let name: String
    let places: [Place]
    let legend: [Key]
    /// Regions by key → the map of that region alone.
    let regionPaths: [String: Address]
    /// The region that fills the map.
    let nearby: MapGeometry.Region?

    /// - Parameters:
    ///   - name: what the map shows, for those who do not see it.
    ///   - regionPaths: by key; a phone, on which tiles are smaller than a thumb, leads to a region first.
    ///   - region: key of the only region to show; all when there is no such.
    public init(
        _ geometry: MapGeometry, name: String, places: [Place], legend: [Key],
        regionPaths: [String: Address] = [:], region: String? = nil
    ) {
        self.geometry = geometry
        self.name = name
        self.places = places
        self.legend = legend
        self.regionPaths = regionPaths
        nearby = geometry.regions.first { $0.key == region }
    }

    /// Map and legend.
    public var html: HTML {
        """
        <figure class="mapping" data-map data-in="\(t("Phóng to"))" data-out="\(t("Thu nhỏ"))" \
        data-all="\(t("Xem toàn bộ"))">\
        <div class="sheet">\(svg)</div>
        <figcaption><ul class="legend" aria-label="\(t("Chú giải"))">\(legend.map(key))</ul>
        <p class="readout" hidden aria-hidden="true"></p></figcaption></figure>
        """
    }

    private func key(_ key: Key) -> HTML {
        """
        <li><svg class="swatch" viewBox="0 0 26 20" aria-hidden="true"><g class="\(key.shade.mark)">\
        <path d="M.5.5h25v19H.5z"/>\
        \(key.number.map { "<text x=\"13\" y=\"15\">\($0)</text>" as HTML })</g></svg>\
        \(key.path.map { "<a href=\"\($0)\">\(key.label)</a>" as HTML } ?? "<span>\(key.label)</span>")</li>
        """
    }

    private var svg: HTML {
        let box = nearby?.box ?? geometry.box
        let near: HTML? = nearby.map { _ in " near" }
        let regions = geometry.regions.map(region)
        return """
            <svg class="areas\(near)\(hasTiles ? " tiled" : nil)" role="group" \
            aria-label="\(name)" viewBox="\(box.left) \(box.top) \(box.width) \(box.height)" \
            font-size="\(letter)"><defs>\(hasTiles ? Self.tile : nil)\(Self.patterns)</defs>
            <g>\(places.compactMap(area))</g>
            <g class="rgs">\(regions)</g>\(names)\(nearby == nil ? pins : nil)</svg>
            """
    }

    /// Tiles have room for their letters at any size; on a true map nearer by more names fit.
    private var letter: Int {
        guard let nearby, !hasTiles else { return geometry.letter }
        return max(4, geometry.letter * max(nearby.box.width, nearby.box.height) / max(1, geometry.box.width))
    }

    private var hasTiles: Bool {
        geometry.areas.values.contains { if case .tile = $0.outline { true } else { false } }
    }

    /// Around a region alone its neighbours are drawn faintly, so that one sees where it lies.
    private func area(_ place: Place) -> HTML? {
        guard let area = geometry.areas[place.unit] else { return nil }
        let isAway = nearby.map { $0.key != area.region } ?? false
        let faint: HTML? = place.isFaint || isAway ? " faint" : nil
        let head: HTML = "<a href=\"\(place.path)\" class=\"\(place.shade.mark)\(faint)\""
        switch area.outline {
        case .tile(let middle):
            return """
                \(head) transform="translate(\(middle.x) \(middle.y))"><title>\(place.title)</title>\
                <use href="#hx"/>\(name(of: place, in: area))</a>
                """
        case .path(let data):
            return """
                \(head)><title>\(place.title)</title><path class="t" d="\(data)"/></a>
                """
        }
    }

    /// Names of areas of any form stand over all of them: a neighbour would cover what reaches beyond.
    private var names: HTML? {
        guard !hasTiles else { return nil }
        let names = places.compactMap { place in
            geometry.areas[place.unit].flatMap { area in
                place.isFaint || area.region != nearby?.key ?? area.region ? nil : name(of: place, in: area)
            }
        }
        return "<g class=\"names\" aria-hidden=\"true\">\(names)</g>"
    }

    private func name(of place: Place, in area: MapGeometry.Area) -> HTML? {
        let lines = Self.lines(of: place.name, room: area.room, letter: letter)
        return lines.isEmpty ? nil : text(lines, of: place, at: area)
    }

    private func text(_ lines: [String], of place: Place, at area: MapGeometry.Area) -> HTML {
        let origin: MapPoint = if case .tile = area.outline { MapPoint(0, 0) } else { area.label }
        let count = lines.count + (place.figure == nil ? 0 : 1)
        let isTight = count > 3
        let step = letter * (isTight ? 9 : 11) / 10
        var y = origin.y + letter * 35 / 100 - (count - 1) * step / 2
        var parts: [HTML] = []
        for line in lines {
            parts.append("<tspan x=\"\(origin.x)\" y=\"\(y)\">\(line)</tspan>")
            y += step
        }
        if let figure = place.figure {
            parts.append("<tspan class=\"fig\" x=\"\(origin.x)\" y=\"\(y)\">\(figure)</tspan>")
        }
        let mark = hasTiles ? "" : place.shade.mark
        return "<text lang=\"vi\" class=\"\(mark)\(isTight ? " tight" : nil)\">\(parts)</text>"
    }

    private func region(_ region: MapGeometry.Region) -> HTML {
        let edge: HTML = "<path d=\"\(region.outline)\"/>"
        guard nearby == nil, let path = regionPaths[region.key] else { return edge }
        return "<a href=\"\(path)\"><title>\(region.name)</title>\(edge)</a>"
    }

    /// The regions' numbers, over all edges; the legend says whose they are.
    private var pins: HTML {
        let pins = geometry.regions.enumerated().map { index, region -> HTML in
            """
            <circle cx="\(region.label.x)" cy="\(region.label.y)" r="\(geometry.letter)"/>\
            <text x="\(region.label.x)" y="\(region.label.y + geometry.letter * 2 / 5)">\(index + 1)</text>
            """
        }
        return "<g class=\"pins\" aria-hidden=\"true\">\(pins)</g>"
    }

    private static let tile: HTML = """
        <path id="hx" class="t" d="M0-29 25-14.5V14.5L0 29-25 14.5V-14.5z"/>
        """

    /// For prints, high contrast and forced colours: the denser, the more.
    private static let patterns: HTML = """
        <pattern id="p1" width="16" height="16" patternUnits="userSpaceOnUse"><path d="M0 0H16V16H0z"/>\
        <circle cx="8" cy="8" r="1.5"/></pattern>\
        <pattern id="p2" width="10" height="10" patternUnits="userSpaceOnUse"><path d="M0 0H10V10H0z"/>\
        <circle cx="5" cy="5" r="1.5"/></pattern>\
        <pattern id="p3" width="9" height="9" patternUnits="userSpaceOnUse"><path d="M0 0H9V9H0z"/>\
        <path class="i" d="M-1 10 10-1"/></pattern>\
        <pattern id="p4" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 0H6V6H0z"/>\
        <path class="i" d="M-1 7 7-1"/></pattern>\
        <pattern id="p5" width="5" height="5" patternUnits="userSpaceOnUse"><path d="M0 0H5V5H0z"/>\
        <path class="i" d="M-1 6 6-1M-1-1 6 6"/></pattern>\
        <pattern id="p0" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 0H8V8H0z"/>\
        <path class="i" d="M-1-1 9 9"/></pattern>
        """

    /// A name in lines as wide as there is room; none when a word does not fit.
    static func lines(of name: String, room: Int, letter: Int) -> [String] {
        let most = room * 100 / (letter * 62)
        var lines: [String] = []
        for word in name.split(separator: " ").map(String.init) {
            if let last = lines.last, last.count + 1 + word.count <= most {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(word)
            }
        }
        return lines.allSatisfy { $0.count <= most } && lines.count <= 3 ? lines : []
    }
}

extension Page {
    /// With what a map needs beside the page's own parts.
    public func showingMap() -> Page {
        var page = scripts("js/map.js")
        page.sheets.append("css/map.css")
        page.offers += ["vendor/leaflet/leaflet.js", "vendor/leaflet/leaflet.css"]
        return page
    }
}
