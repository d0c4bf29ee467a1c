/// The text of a JSON array, put together from elements that are rendered already.
struct JSONList {
    private(set) var count = 0
    private var elements: [UInt8] = [UInt8(ascii: "[")]

    /// The whole array.
    var text: [UInt8] { elements + [UInt8(ascii: "]")] }

    /// Adds one element, a JSON text.
    mutating func append(_ element: [UInt8]) {
        if count > 0 { elements.append(UInt8(ascii: ",")) }
        elements.append(contentsOf: element)
        count += 1
    }

    /// The whole list as `profile` shows lists.
    func text(in profile: SimulationProfile) -> [UInt8] {
        guard profile == .wrapped else { return text }
        let data = count == 0 ? Array("null".utf8) : text
        return Array(#"{"data":"#.utf8) + data + Array(",\"total\":\(count)}".utf8)
    }
}
