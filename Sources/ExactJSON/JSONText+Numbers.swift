extension JSONText {
    /// Every number of the text.
    public var allNumbers: [JSONElement] {
        storage.nodes.indices.filter { storage.nodes[$0].kind == .number }.map { JSONElement(text: self, index: $0) }
    }
}
