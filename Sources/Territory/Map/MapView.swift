import Kernel
import Web

/// The map, what it can be coloured by, and the same as a table.
struct MapView: Sendable {
    let visit: Visit
    let query: MapQuery
    let figures: MapFigures
    let geometry: MapGeometry?
    let page: KeysetPage<MapLine>
    let isFirstPage: Bool
    /// Days on which units became others.
    let days: [Day]
    let boundaries: BoundaryFile?
    let problems: FieldProblems

    var drawn: Page {
        let face: Page.Face =
            visit.signedIn?.grants.contains { $0.unitID != nil } == true ? .officer : .citizen
        return Page(t("Bản đồ đơn vị hành chính"), face: face, width: .wide) { html }
            .back(t("Đơn vị hành chính"), to: "/units").showingMap()
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <h1>\(title)</h1>
        <p class="soft">\(summary)\(all) <a class="no-print" href="#table">\(t("Xem bảng"))</a></p>
        <div class="choices no-print">\(choices)</div>
        \(geometry.map(map) ?? missing)
        \(MapTable(view: self).html)
        """
    }

    private var region: MapGeometry.Region? { geometry?.regions.first { $0.key == query.region } }

    private var title: String {
        region.map { t("Bản đồ: {name}", ["name": $0.name]) } ?? t("Bản đồ đơn vị hành chính")
    }

    private var summary: String {
        let count = tn("{n} xã, phường, thị trấn", count: figures.lines.count)
        return t("Ngày {day}: {count}.", ["day": Format.day(query.day), "count": count])
    }

    // MARK: What can be chosen

    private var choices: HTML {
        """
        \(chips(t("Thời điểm"), dayChoices))\
        \(chips(t("Tô màu theo"), MapQuery.Colour.allCases.map { colour in
            (colour.label, query.with { $0.colour = colour }, query.colour == colour)
        }))\
        \(boundaries == nil ? nil : chips(t("Hình"), [
            (t("Sơ đồ"), query.with { $0.shapes = .tiles }, query.shapes == .tiles),
            (t("Ranh giới chính thức"), query.with { $0.shapes = .official }, query.shapes == .official),
        ]))
        """
    }

    private var dayChoices: [(String, MapQuery, Bool)] {
        let today = query.with {
            $0.day = visit.today
            $0.isToday = true
            $0.region = ""
        }
        let others = days.sorted().map { day in
            let there = query.with {
                $0.day = day
                $0.isToday = day == visit.today
                $0.region = ""
            }
            return (t("Từ {day}", ["day": Format.day(day)]), there, query.day == day && !query.isToday)
        }
        return [(t("Hôm nay"), today, query.isToday)] + others
    }

    private func chips(_ title: String, _ choices: [(String, MapQuery, Bool)]) -> HTML {
        """
        <nav aria-label="\(title)"><span class="small soft">\(title)</span><ul class="chips">\(choices.map { choice in
            """
            <li><a href="\(choice.1.address())"\(choice.2 ? " aria-current=\"true\"" : nil)>\(choice.0)</a></li>
            """ as HTML
        })</ul></nav>
        """
    }

    // MARK: The map

    private func map(_ geometry: MapGeometry) -> HTML {
        let shading = MapShading(query, figures, geometry.regions)
        let found = Set(figures.found(query.with { $0.region = "" }).map(\.unit.id))
        let drawn = AreaMap(
            geometry, name: title,
            places: figures.lines.map { line in
                AreaMap.Place(
                    unit: line.unit.id, name: line.unit.name, title: line.sentence,
                    figure: shading.label(of: line), shade: shading.shade(of: line),
                    path: query.address(of: line.unit.id), isFaint: !found.contains(line.unit.id))
            },
            legend: shading.legend,
            regionPaths: Dictionary(
                geometry.regions.map { region in (region.key, query.with { $0.region = region.key }.address()) },
                uniquingKeysWith: { first, _ in first }),
            region: query.region)
        return """
            \(drawn.html)
            <p class="small soft">\(note)\(placeless(geometry).map { " \($0)" as HTML })</p>
            """
    }

    private var all: HTML? {
        region.map { _ in
            " <a class=\"no-print\" href=\"\(query.with { $0.region = "" }.address())\">\(t("Xem cả tỉnh"))</a> ·"
        }
    }

    private var note: String {
        switch (query.shapes, boundaries) {
        case (.official, let file?):
            t(
                "Ranh giới nạp ngày {day} từ tệp {file}, đã làm đơn giản để xem trên mạng; không dùng để đo đạc.",
                ["day": Format.day(file.importedAt.day), "file": file.name])
        case (.official, nil), (.tiles, _):
            t("Sơ đồ: mỗi ô là một xã, to bằng nhau, xếp gần đúng chỗ thật. Diện tích là số gần đúng.")
        }
    }

    /// Communes that are in the table and not on the map.
    private func placeless(_ geometry: MapGeometry) -> String? {
        let count = figures.lines.count { geometry.areas[$0.unit.id] == nil }
        return count == 0 ? nil : tn("{n} xã chưa có hình trên bản đồ, xem trong bảng.", count: count)
    }

    private var missing: HTML {
        """
        <div class="notice" data-s="warn">\(Icon.info.html)<div>\
        \(t("Chưa có hình cho các xã của ngày này. Bảng dưới đây vẫn đủ."))</div></div>
        """
    }
}

extension MapLine {
    /// `Xã Vũ Linh, huyện Yên Bình: 9 thôn, tổ dân phố, 34,1 km²`
    fileprivate var sentence: String {
        let villages = tn("{n} thôn, tổ dân phố", count: villages)
        guard let area else { return t("{name}: {facts}", ["name": unit.addressName, "facts": villages]) }
        let size = t("{n} km²", ["n": Format.decimal(area, places: 1)])
        return t("{name}: {facts}", ["name": unit.addressName, "facts": "\(villages), \(size)"])
    }
}
