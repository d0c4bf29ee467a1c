extension JSONElement {
    /// The form in which two spellings of the same content are the same bytes: no white space, members sorted by their
    /// decoded names (duplicates keep their order), strings with only the necessary escapes, numbers by value where
    /// that is exact and as spelled otherwise. It is itself JSON.
    ///
    /// For "has it changed"; what is stored is ``compactBytes``.
    public var comparableBytes: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(range.count)
        appendComparable(to: &output)
        return output
    }

    private func appendComparable(to output: inout [UInt8]) {
        switch kind {
        case .null, .bool: output.append(contentsOf: bytes)
        case .number: output.append(contentsOf: decimal?.canonicalSpelling ?? [UInt8](bytes))
        case .string: appendComparableString(to: &output)
        case .array: appendComparableArray(to: &output)
        case .object: appendComparableObject(to: &output)
        }
    }

    private func appendComparableString(to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        if hasEscapes {
            JSONStringDecoder.appendCanonical(stringBody, to: &output)
        } else {
            output.append(contentsOf: stringBody)
        }
        output.append(UInt8(ascii: "\""))
    }

    private func appendComparableArray(to output: inout [UInt8]) {
        output.append(UInt8(ascii: "["))
        for (offset, element) in elements.enumerated() {
            if offset > 0 { output.append(UInt8(ascii: ",")) }
            element.appendComparable(to: &output)
        }
        output.append(UInt8(ascii: "]"))
    }

    private func appendComparableObject(to output: inout [UInt8]) {
        output.append(UInt8(ascii: "{"))
        for (offset, member) in sortedMembers().enumerated() {
            if offset > 0 { output.append(UInt8(ascii: ",")) }
            output.append(contentsOf: member.name)
            output.append(UInt8(ascii: ":"))
            member.value.appendComparable(to: &output)
        }
        output.append(UInt8(ascii: "}"))
    }

    private func sortedMembers() -> [(name: [UInt8], value: JSONElement)] {
        let named = members.enumerated().map { order, member in
            var name: [UInt8] = []
            member.name.appendComparableString(to: &name)
            return (order: order, name: name, value: member.value)
        }
        let sorted = named.sorted { one, other in
            if one.name.lexicographicallyPrecedes(other.name) { return true }
            return one.name == other.name && one.order < other.order
        }
        return sorted.map { ($0.name, $0.value) }
    }
}
