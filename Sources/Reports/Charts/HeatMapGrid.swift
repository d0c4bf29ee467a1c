extension HeatMapChart {
    /// Where the cells lie.
    struct Grid {
        private let room: Room
        private let left = 44.0
        private let top = 22.0
        private let cell: (width: Double, height: Double)

        init(_ room: Room) {
            self.room = room
            cell = room == .wide ? ((room.width - left) / 24, 30) : ((room.width - left) / 7, 22)
        }

        var height: Double { top + cell.height * (room == .wide ? 7 : 24) }

        /// The cell of an hour of the week, with a gap to its neighbours.
        func box(_ hour: Int) -> Box {
            let (weekday, hour) = hour.quotientAndRemainder(dividingBy: 24)
            let (column, row) = room == .wide ? (hour, weekday) : (weekday, hour)
            return Box(
                left + Double(column) * cell.width + 1, top + Double(row) * cell.height + 1, cell.width - 2,
                cell.height - 2)
        }

        @NodeBuilder var labels: [Node] {
            for hour in 0..<24 { label(Numeral.twoDigits(hour), box(hour), isAbove: room == .wide) }
            for (day, name) in CalendarDay.weekdays.enumerated() {
                label(String(name.prefix(3)), box(day * 24), isAbove: room == .narrow)
            }
        }

        private func label(_ text: String, _ box: Box, isAbove: Bool) -> Node {
            isAbove
                ? Shape.text(text, box.x + box.width / 2, top - 7, "tick", at: .middle)
                : Shape.text(text, left - 8, box.y + box.height / 2 + 4, "tick", at: .end)
        }
    }
}
