import AlarmPerformance
import ArchiveEvents

/// Rows under columns: the one source of a figure's table and of its CSV twin.
struct DataTable {
    let columns: [Column]
    var rows: [[Cell]] = []
    /// Rows that there are in all, where they are more.
    var total: Int?
    /// What to say where rows were left out: how they were chosen, and where the others are.
    var omission = ""

    /// A column; its cells are of one kind.
    struct Column {
        /// What people read.
        let title: String
        /// What programs read.
        let name: String
        let kind: Kind

        enum Kind {
            case text, number, time
        }

        init(_ title: String, _ name: String, _ kind: Kind = .number) {
            self.title = title
            self.name = name
            self.kind = kind
        }
    }

    /// One value, in the two forms that it has.
    enum Cell {
        /// Words of ours.
        case words(String)
        /// Words of the vendor's.
        case vendor(VendorText)
        case count(Int)
        /// A number with the decimals that people see.
        case number(Double, decimals: Int)
        /// 0 to 1; people see per cent.
        case share(Double)
        /// People see units.
        case seconds(Double)
        /// Empty for programs; people see why.
        case nothing(String)
        /// Both UTC and local time for programs.
        case time(Instant, LocalCalendar)
        /// A figure of an indicator; people see its unit.
        case figure(Double?, Indicator.Unit)
        /// A number for programs, in other words for people.
        case spoken(Double?, String)
        /// A number with what must be said of it: "at least".
        case qualified(Int, String)
    }
}

extension DataTable.Cell {
    /// A share, or why there is none.
    static func share(_ share: Double?, else reason: String) -> DataTable.Cell {
        share.map { .share($0) } ?? .nothing(reason)
    }

    /// A part of a whole; of nothing there is none.
    static func share(_ part: Int, of whole: Int) -> DataTable.Cell {
        whole == 0 ? .nothing("undefined") : .share(Double(part) / Double(whole))
    }
}
