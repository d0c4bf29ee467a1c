import GRDB

/// Rows that were changed by someone who knows what the checksums are for.
struct Forgery: Sendable {
    let name: String
    /// What is counted together.
    var kind = "forgery"
    let perform: @Sendable (Database) throws -> Void

    init(_ name: String, _ perform: @escaping @Sendable (Database) throws -> Void) {
        self.name = name
        self.perform = perform
    }

    init(_ name: String, _ sql: String) {
        self.init(name) { try $0.execute(sql: sql) }
    }

    var change: Change {
        Change(kind: kind, name: "\(kind): \(name)") { try $0.verdict(onRows: perform) }
    }
}
