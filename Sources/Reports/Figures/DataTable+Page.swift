import AlarmPerformance
import ArchiveEvents

extension DataTable {
    /// The table for people, with a caption.
    func node(caption: String, id: String) -> Node {
        element(.div, .kind("scroll"), .role("region"), .labelledBy(id), .focusable) {
            element(.table) {
                element(.caption, .id(id)) { caption + (total.map { omitted($0) } ?? "") }
                element(.thead) { element(.tr) { columns.map(Self.heading) } }
                element(.tbody) { rows.map(row) }
            }
        }
    }

    private func omitted(_ total: Int) -> String {
        ". \(Numeral.whole(rows.count)) of \(Numeral.whole(total)) rows: \(omission)"
    }

    private static func heading(_ column: Column) -> Node {
        element(.th, [.scope("col")] + (column.kind == .number ? [.kind("number")] : [])) { column.title }
    }

    private func row(_ cells: [Cell]) -> Node {
        element(.tr) {
            for (column, cell) in zip(columns.indices, cells) {
                if column == 0 {
                    element(.th, .scope("row")) { cell.node }
                } else {
                    element(.td, columns[column].kind == .number ? [.kind("number")] : []) { cell.node }
                }
            }
        }
    }
}

extension DataTable.Cell {
    /// What people see.
    var node: Node {
        switch self {
        case .words(let text), .nothing(let text): .text(text)
        case .vendor(let text): text.node
        case .count(let number): .text(Numeral.whole(number))
        case .number(let number, let decimals): .text(Numeral.fixed(number, decimals))
        case .share(let share): .text(Numeral.percent(share))
        case .seconds(let seconds): .text(Numeral.duration(seconds))
        case .figure(let figure, let unit): .text(unit.words(figure))
        case .spoken(_, let words): .text(words)
        case .qualified(let number, let words): .text("\(words) \(Numeral.whole(number))")
        case .time(let time, let calendar): Self.time(time, calendar)
        }
    }

    private static func time(_ time: Instant, _ calendar: LocalCalendar) -> Node {
        element(.time, .dateTime(time.description)) { calendar.text(time) }
    }
}
