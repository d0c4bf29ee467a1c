/// The text of a JSON array, put together from elements that are rendered already.
struct JSONList {
    private var elements: [UInt8] = [UInt8(ascii: "[")]

    /// The whole array.
    var text: [UInt8] { elements + [UInt8(ascii: "]")] }

    /// Adds one element, a JSON text.
    mutating func append(_ element: [UInt8]) {
        if elements.count > 1 { elements.append(UInt8(ascii: ",")) }
        elements.append(contentsOf: element)
    }
}
