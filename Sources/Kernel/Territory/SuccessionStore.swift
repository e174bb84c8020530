import Store

extension TerritoryStore {
    /// Every event that is known, those to come included. A province has a few hundred in a lifetime.
    public func graph() throws -> SuccessionGraph {
        var events: [UnitEvent] = []
        var edges: [UnitEdge] = []
        func finish() {
            guard let event = events.popLast() else { return }
            events.append(
                UnitEvent(
                    id: event.id, day: event.day, kind: event.kind, legalBasis: event.legalBasis, note: event.note,
                    origin: event.origin, edges: edges))
            edges = []
        }
        try db.forEach(
            """
            SELECT e.id, e.effective_on, e.kind, e.legal_basis, e.note, e.origin, s.predecessor_id, s.successor_id,
                s.share
            FROM kernel_unit_event e JOIN kernel_unit_succession s ON s.event_id = e.id
            ORDER BY e.effective_on, e.id, s.position
            """
        ) { row in
            let id: ID<UnitEvent> = try row[0]
            if events.last?.id != id {
                finish()
                events.append(
                    UnitEvent(
                        id: id, day: try row[1], kind: try row[2], legalBasis: try row[3], note: try row[4],
                        origin: try row[5], edges: []))
            }
            edges.append(
                UnitEdge(
                    predecessor: try row[6], successor: try row[7],
                    share: UnitShare(millionths: try row[8]) ?? .unknown))
        }
        finish()
        return SuccessionGraph(events)
    }

    /// What changes of one day would make of the tree; nothing is written.
    /// - Throws: ``UnitReformRefusal``.
    public func reform(_ changes: [UnitChange], on day: Day, now: Instant) throws -> UnitReform {
        if let last: Day = try db.value("SELECT MAX(effective_on) FROM kernel_unit_event"), last >= day {
            throw UnitReformRefusal.tooEarly(last: last)
        }
        return try UnitReform(changes, on: try tree(asOf: day + -1), day: day, now: now)
    }

    /// Makes changes part of the tree that are not part of it yet, day by day.
    /// - Parameter changes: in the order of their days.
    /// - Returns: how many events were added; none when the list was loaded before.
    /// - Throws: ``UnitReformRefusal``.
    @discardableResult
    public func load(_ changes: [UnitChange], now: Instant) throws -> Int {
        let known = Set(try db.rows("SELECT origin FROM kernel_unit_event") { try $0[0] as String })
        let pending = changes.filter { !known.contains($0.origin) }
        for (day, changes) in Dictionary(grouping: pending, by: \.day).sorted(by: { $0.key < $1.key }) {
            try carryOut(try reform(changes, on: day, now: now), now: now)
        }
        return pending.count
    }

    /// Makes a reform part of the tree, from its day on.
    public func carryOut(_ reform: UnitReform, now: Instant) throws {
        let day = reform.day
        let closed = Set(reform.versions.map(\.id)).subtracting(reform.begun.keys).union(reform.ended).sorted()
        try inChunks(reform.ended.sorted().map { "\($0)" }) { ids in
            "UPDATE kernel_unit SET ended_on = \(day) WHERE id IN (\(ids))"
        }
        try inChunks(closed.map { "\($0)" }) { ids in
            "UPDATE kernel_unit_version SET valid_to = \(day) WHERE valid_to IS NULL AND unit_id IN (\(ids))"
        }
        let begun = reform.begun.sorted { $0.key < $1.key }
        try inChunks(begun.map { "(\($0.key), \($0.value), \(day))" }) { rows in
            "INSERT INTO kernel_unit (id, level, created_on) VALUES \(rows)"
        }
        let versions = reform.versions.map { unit -> SQL in
            """
            (\(unit.id), \(day), \(unit.code), \(unit.type), \(unit.name), \(unit.fullName), \(unit.parentID),
                \(Self.searched(unit.fullName)), \(SortKey.text(unit.name)))
            """
        }
        try inChunks(versions) { rows in
            """
            INSERT INTO kernel_unit_version (unit_id, valid_from, code, type, name, full_name, parent_id, name_search,
                name_sort) VALUES \(rows)
            """
        }
        try insert(reform.events, now: now)
        try cover()
        try changed()
    }

    private func insert(_ events: [UnitEvent], now: Instant) throws {
        let rows = events.map { event -> SQL in
            """
            (\(event.id), \(event.day), \(event.kind), \(event.legalBasis), \(event.note), \(event.origin), \(now))
            """
        }
        try inChunks(rows) { rows in
            """
            INSERT INTO kernel_unit_event (id, effective_on, kind, legal_basis, note, origin, recorded_at)
            VALUES \(rows)
            """
        }
        let edges = events.flatMap { event in
            event.edges.enumerated().map { position, edge -> SQL in
                """
                (\(event.id), \(position), \(edge.predecessor), \(edge.successor), \(edge.share.millionths))
                """
            }
        }
        try inChunks(edges) { rows in
            """
            INSERT INTO kernel_unit_succession (event_id, position, predecessor_id, successor_id, share) VALUES \(rows)
            """
        }
    }

    /// Writes the closure of the tree anew, after what a reform or new villages changed.
    func cover() throws {
        var lives: [ID<AdminUnit>: UnitCover.Span] = [:]
        try db.forEach("SELECT id, created_on, ended_on FROM kernel_unit") { row in
            lives[try row[0]] = UnitCover.Span(from: try row[1], to: try row[2])
        }
        let places = try db.rows("SELECT unit_id, parent_id, valid_from, valid_to FROM kernel_unit_version") { row in
            UnitCover.Place(
                unit: try row[0], parent: try row[1], span: UnitCover.Span(from: try row[2], to: try row[3]))
        }
        try db.run("DELETE FROM kernel_unit_cover")
        let rows = UnitCover(lives: lives, places: places, graph: try graph()).rows()
        try inChunks(rows.map { "(\($0.ancestor), \($0.unit), \($0.span.from), \($0.span.to ?? Day.last))" }) { rows in
            "INSERT INTO kernel_unit_cover (ancestor_id, unit_id, valid_from, valid_to) VALUES \(rows)"
        }
    }
}
