import ArchiveEvents
import ExactJSON
import Projections

/// The answer of `drift`.
struct DriftList {
    /// By deployment and endpoint, in the log's order.
    let rows: [DriftRow]
    let listsFirstLooks: Bool

    /// The first looks that are told in one line each.
    private var summarised: [(first: DriftRow, members: Int)] {
        guard !listsFirstLooks else { return [] }
        return Dictionary(grouping: rows.filter(\.isFirst), by: \.position).values
            .compactMap { group in group.first.map { ($0, group.count) } }
            .sorted {
                ($0.0.deployment, $0.0.endpoint, $0.0.position) < ($1.0.deployment, $1.0.endpoint, $1.0.position)
            }
    }

    private var listed: [DriftRow] { rows.filter { listsFirstLooks || !$0.isFirst } }

    var json: JSONValue {
        let firstLooks = summarised.map { look in
            JSONValue.object([
                ("time", .string(look.first.time.description)), ("deployment", .string(look.first.deployment)),
                ("endpoint", .string(look.first.endpoint)), ("members", .whole(look.members)),
                ("position", .whole(look.first.position.number)),
            ])
        }
        return .object([
            ("schema_version", .integer(1)), ("drift", .array(listed.map(Self.json))),
            ("first_looks", .array(firstLooks)),
        ])
    }

    private static func json(_ row: DriftRow) -> JSONValue {
        .object([
            ("time", .string(row.time.description)), ("deployment", .string(row.deployment)),
            ("endpoint", .string(row.endpoint)), ("member", .string(row.member)), ("kind", .string(row.kind)),
            ("type", .optional(row.type)), ("value", .optional(row.value)), ("position", .whole(row.position.number)),
        ])
    }

    var text: String {
        guard !rows.isEmpty else { return "no drift: nothing was served that had not been served before" }
        let firstLooks = summarised.map { look in
            let name = "\(look.first.deployment) \(look.first.endpoint)".printable
            return "\(LocalTime.text(look.first.time))  \(name): first look, \(look.members) members"
        }
        return (firstLooks + (listed.isEmpty ? [] : [table.text])).joined(separator: "\n")
    }

    private var table: Table {
        var table = Table(columns: ["TIME", "DEPLOYMENT", "ENDPOINT", "KIND", "MEMBER", "TYPE", "VALUE", "EVENT"])
        table.rows = listed.map { row in
            [
                LocalTime.text(row.time), row.deployment.printable, row.endpoint.printable, row.kind.printable,
                row.member.printable, (row.type ?? "-").printable, (row.value ?? "-").printable,
                row.position.description,
            ]
        }
        return table
    }
}
