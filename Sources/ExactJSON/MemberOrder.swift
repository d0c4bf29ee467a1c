/// The names of an object's members in their order, as the next object of its kind is likely to have them.
public struct MemberOrder: Sendable {
    /// `"name":` for each, one behind the other.
    private var spellings: [UInt8] = []
    private var ends: [Int] = []

    /// Of no members.
    public init() {}

    /// Adds a member, whose name is given as it is spelled between its quotes.
    public mutating func append(_ name: UnsafeRawBufferPointer) {
        spellings.append(UInt8(ascii: "\""))
        spellings.append(contentsOf: name)
        spellings.append(UInt8(ascii: "\""))
        spellings.append(UInt8(ascii: ":"))
        ends.append(spellings.count)
    }

    /// How many bytes the name of a member and its colon take, where exactly they stand in a text at that place.
    func length(ofMember place: Int, in text: UnsafeRawBufferPointer, at position: Int) -> Int? {
        guard place < ends.count else { return nil }
        let start = place == 0 ? 0 : ends[place - 1]
        let end = ends[place]
        return spellings.withUnsafeBytes { spelled in
            text.hasBytes(UnsafeRawBufferPointer(rebasing: spelled[start..<end]), at: position) ? end - start : nil
        }
    }

    /// Leaves the first `count` members.
    public mutating func removeAll(behind count: Int) {
        guard count < ends.count else { return }
        spellings.removeSubrange((count == 0 ? 0 : ends[count - 1])...)
        ends.removeSubrange(count...)
    }
}
