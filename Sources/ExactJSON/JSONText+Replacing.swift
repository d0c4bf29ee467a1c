extension JSONText {
    /// The outermost value without its white space, with some elements replaced by other JSON; all other bytes stay as
    /// they are.
    ///
    /// `replacements` is JSON by the range of the element that it stands for; ranges inside another one of the list are
    /// dropped, for their whole surroundings are gone.
    public func compactBytes(replacing replacements: [(range: Range<Int>, with: [UInt8])]) throws(JSONError) -> [UInt8]
    {
        guard !replacements.isEmpty else { return root.compactBytes }
        var edited: [UInt8] = []
        var position = root.range.lowerBound
        for (range, bytes) in replacements.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
        where range.lowerBound >= position {
            edited.append(contentsOf: storage.bytes[position..<range.lowerBound])
            edited.append(contentsOf: bytes)
            position = range.upperBound
        }
        edited.append(contentsOf: storage.bytes[position..<root.range.upperBound])
        guard storage.hasWhiteSpace else { return edited }
        let limits = JSONLimits(size: .max, depth: .max)
        return try JSONText(edited, limits: limits).root.compactBytes
    }
}
