import ExactJSON

/// What a list did not show.
public struct Remainder: Hashable, Sendable {
    /// Why there may be more.
    public let reason: String
    /// How to ask for more, where the answer says so.
    public let next: Continuation?

    /// How an answer says that it goes on elsewhere.
    public enum Continuation: Hashable, Sendable {
        /// An opaque mark to be handed back.
        case cursor(String)
        /// A count of all rows: the further ones begin behind so many.
        case offset(Int)
    }

    /// A remainder.
    public init(_ reason: String, next: Continuation? = nil) {
        self.reason = reason
        self.next = next
    }
}

/// A list as vendors wrap it: bare, or inside an object beside counts and cursors.
struct ListEnvelope {
    /// Whether there is a list, and not null in the place of one.
    let hasList: Bool
    /// The member that holds the list; nil where the answer is the list.
    let member: String?
    /// Set where there may be more than the list's elements.
    let remainder: Remainder?

    /// Reads an answer whose lists are left empty; `count` says how many elements a member's list has, or, without a
    /// member, the list that the answer is. Nil where it is no list of records.
    ///
    /// `mayBeCut`: whether the list grows without end, so that a server is likely to show the newest part of it.
    init?(_ root: JSONElement, mayBeCut: Bool, count: (String?) -> Int) {
        let told: Remainder?
        let shown: Int
        switch root.kind {
        case .array: (hasList, member, shown, told) = (true, nil, count(nil), nil)
        case .null: (hasList, member, shown, told) = (false, nil, 0, Remainder("null instead of a list"))
        case .object:
            // An error wearing success says nothing about records.
            guard root["error"].map({ $0.kind == .null }) ?? true,
                let name = Self.listMembers.first(where: { root[$0] != nil }), let list = root[name],
                list.kind == .array || list.kind == .null
            else { return nil }
            (hasList, member) = (list.kind == .array, name)
            shown = hasList ? count(name) : 0
            told = Self.incompleteness(root, count: shown, isNull: !hasList)
        case .bool, .number, .string: return nil
        }
        remainder = told ?? (mayBeCut ? Self.suspicion(shown, root) : nil)
    }

    /// Names under which lists were met, or are likely to be.
    static let listMembers = ["alerts", "items", "data", "results"]
    /// Sizes at which servers like to cut a list: one that is exactly as long may have been cut.
    private static let usualLimits: Set<Int> = [50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000]
    /// A mark of kilobytes would stand in every request.
    private static let cursorLimit = 1024

    /// A list that says how many there are in all, and shows as many, is not cut.
    private static func suspicion(_ count: Int, _ root: JSONElement) -> Remainder? {
        guard usualLimits.contains(count), VendorMembers(root).integer("total") != Int64(count) else { return nil }
        return Remainder("\(count) records: perhaps the newest only")
    }

    private static func incompleteness(_ root: JSONElement, count: Int, isNull: Bool) -> Remainder? {
        let members = VendorMembers(root)
        if let cursor = members["next_cursor"], cursor.kind != .null {
            let mark = members.text("next_cursor").flatMap { $0.utf8.count <= cursorLimit ? $0 : nil }
            return Remainder("there is a next page", next: mark.map { .cursor($0) })
        }
        if let total = members.integer("total"), total > count {
            return Remainder("\(count) of \(total) records", next: count > 0 ? .offset(count) : nil)
        }
        return isNull && members.integer("total") != 0 ? Remainder("null instead of a list") : nil
    }
}
