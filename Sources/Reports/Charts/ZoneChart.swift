/// The zones with most alarms, the first one on top, each with its share and the share of all down to it.
struct ZoneChart: Chart {
    /// Those with most alarms first.
    let zones: [ZoneFigures]
    let total: Int

    /// Zones that have a bar.
    static let shown = 20

    func drawing(_ room: Room) -> Drawing {
        let rows = Rows(room, count: min(zones.count, Self.shown))
        let scale = LinearScale(
            domain: 0...Double(max(zones.first?.alarms.total ?? 1, 1)), from: rows.barLeft, to: rows.barRight)
        return Drawing(
            title: "Zones with most alarms", description: description, width: room.width,
            height: rows.height + (others.isEmpty ? 4 : 26)
        ) {
            for (index, zone) in zones.prefix(Self.shown).enumerated() { row(index, zone, rows, scale) }
            if !others.isEmpty { Shape.text(othersText, rows.nameX, rows.height + 16, "label") }
        }
    }

    private func row(_ index: Int, _ zone: ZoneFigures, _ rows: Rows, _ scale: LinearScale) -> Node {
        let sum = zones.prefix(index + 1).reduce(0) { $0 + $1.alarms.total }
        let y = rows.top(index)
        return Shape.group(title: "\(name(zone.zone, 120)): \(VerdictStack.text(zone.alarms))") {
            Shape.text(name(zone.zone, rows.nameLength), rows.nameX, y + 13, "label")
            VerdictStack.lying(zone.alarms, y: rows.barTop(index), height: rows.barHeight, scale)
            Shape.text(Numeral.whole(zone.alarms.total), rows.countX, rows.numberY(index), "label", at: .end)
            Shape.text(Numeral.percent(Double(sum) / Double(total)), rows.sumX, rows.numberY(index), "tick", at: .end)
        }
    }

    /// The name in at most `limit` characters, with the first ones of the id where several zones are called so.
    private func name(_ zone: ZoneName, _ limit: Int) -> String {
        guard let id = zone.id, zones.filter({ $0.zone.name == zone.name }).count > 1 else {
            return zone.name.shortened(to: limit)
        }
        return "\(zone.name.shortened(to: limit - 12)) (\(id.shortened(to: 9)))"
    }

    private var others: ArraySlice<ZoneFigures> { zones.dropFirst(Self.shown) }

    private var othersText: String {
        let sum = others.reduce(0) { $0 + $1.alarms.total }
        return "\(Numeral.count(others.count, "other")): \(Numeral.count(sum, "alarm")), "
            + Numeral.percent(Double(sum) / Double(total))
    }

    private var description: String {
        var text =
            "A bar for each zone, the longest on top; its number of alarms, and the share of all alarms down to it."
        if let first = zones.first {
            text += " First: \(name(first.zone, 120)), \(Numeral.count(first.alarms.total, "alarm"))."
        }
        if !others.isEmpty { text += " Without a bar: \(othersText)." }
        return text + " The numbers are in the table below."
    }
}

extension ZoneChart {
    /// Where things lie: on a wide page in one line, on a narrow one the name above the bar.
    struct Rows {
        private let room: Room
        private let count: Int

        init(_ room: Room, count: Int) {
            self.room = room
            self.count = count
        }

        private var step: Double { room == .wide ? 24 : 38 }
        var height: Double { Double(count) * step + 4 }
        let nameX = 2.0
        /// Characters of a name; a character is about 6.5 wide.
        var nameLength: Int { room == .wide ? 34 : 32 }
        var barLeft: Double { room == .wide ? 240 : 2 }
        var barRight: Double { countX - 66 }
        var barHeight: Double { room == .wide ? 16 : 14 }
        var countX: Double { room.width - 58 }
        var sumX: Double { room.width - 2 }

        func top(_ index: Int) -> Double { Double(index) * step + 2 }
        func barTop(_ index: Int) -> Double { top(index) + (room == .wide ? 0 : 18) }
        func numberY(_ index: Int) -> Double { barTop(index) + 12 }
    }
}
