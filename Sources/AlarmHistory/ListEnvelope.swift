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
    let elements: [JSONElement]
    /// Set where there may be more than these elements.
    let remainder: Remainder?

    /// `mayBeCut`: whether the list grows without end, so that a server is likely to show the newest part of it.
    init?(_ root: JSONElement, mayBeCut: Bool) {
        let told: Remainder?
        switch root.kind {
        case .array: (elements, told) = (Array(root.elements), nil)
        case .null: (elements, told) = ([], Remainder("null instead of a list"))
        case .object:
            // An error wearing success says nothing about records.
            guard root["error"].map({ $0.kind == .null }) ?? true,
                let list = Self.listMembers.lazy.compactMap({ root[$0] }).first,
                list.kind == .array || list.kind == .null
            else { return nil }
            elements = Array(list.elements)
            told = Self.incompleteness(root, count: elements.count, isNull: list.kind == .null)
        case .bool, .number, .string: return nil
        }
        remainder = told ?? (mayBeCut ? Self.suspicion(elements.count, root) : nil)
    }

    /// Sizes at which servers like to cut a list: one that is exactly as long may have been cut.
    private static let usualLimits: Set<Int> = [50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000]
    /// Names under which lists were met, or are likely to be.
    private static let listMembers = ["alerts", "items", "data", "results"]
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
