import Foundation
import GRDB
import Projections
import TestSupport
import Testing

@Suite("The stable views")
struct StableViewsTests {
    @Test("have exactly the columns that schema/README.md describes")
    func described() throws {
        let folder = try TemporaryFolder()
        let views = try ViewStore.open(at: folder.file("views.sqlite"), origin: "test/log")
        let described = try Self.described()
        let columns = try views.read { database in
            let names = try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'")
            return try Dictionary(
                uniqueKeysWithValues: names.map { name in (name, Set(try database.columns(in: name).map(\.name))) })
        }
        #expect(columns.count == 8)
        for (view, names) in columns {
            let known = described[view] ?? []
            #expect(names.subtracting(known) == [], "\(view) has columns that are not described")
            if view != "v1_daily" && view != "v1_hourly" {
                #expect(known.subtracting(names) == [], "\(view) lacks columns that are described")
            }
        }
        // One table describes both.
        let both = (columns["v1_daily"] ?? []).union(columns["v1_hourly"] ?? [])
        #expect(described["v1_daily"] == both)
    }

    /// The names in the first column of each table whose head names a view.
    private static func described() throws -> [String: Set<String>] {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let readme = try String(contentsOf: package.appending(path: "schema/README.md"), encoding: .utf8)
        var described: [String: Set<String>] = [:]
        var views: [String] = []
        for line in readme.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("| `") else {
                if !line.hasPrefix("| ---") { views = [] }
                continue
            }
            let cell = line.dropFirst(2).prefix { $0 != "|" }
            let names = cell.matches(of: /`([a-z0-9_]+)`/).map { String($0.output.1) }
            if names.allSatisfy({ $0.hasPrefix("v1_") }) {
                views = names
            } else {
                for view in views { described[view, default: []].formUnion(names) }
            }
        }
        return described
    }
}
