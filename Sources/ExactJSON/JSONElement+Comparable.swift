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
        case .number where isCanonicalNumber: output.append(contentsOf: bytes)
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
            let name = JSONElement(text: text, index: member.index)
            name.appendComparableString(to: &output)
            output.append(UInt8(ascii: ":"))
            // A name is a single entry of the index; its value follows.
            JSONElement(text: text, index: member.index + 1).appendComparable(to: &output)
        }
        output.append(UInt8(ascii: "}"))
    }

    /// Where a member's name stands in the index, and how it begins: that alone tells most names apart.
    private struct MemberKey {
        let index: Int
        /// The first eight bytes of the name, the first one highest.
        let prefix: UInt64
    }

    private func sortedMembers() -> [MemberKey] {
        var keys: [MemberKey] = []
        var children = self.children
        while let name = children.next(), children.next() != nil {
            // Behind the quote that all have. No byte of a name is zero, so zeros at the end mean that it ends.
            let start = name.comparableName.dropFirst()
            let prefix = (0..<8).reduce(UInt64(0)) { prefix, offset in
                let place = start.startIndex + offset
                return prefix << 8 | (place < start.endIndex ? UInt64(start[place]) : 0)
            }
            keys.append(MemberKey(index: name.index, prefix: prefix))
        }
        return keys.sorted { $0.prefix == $1.prefix ? comesFirst($0, $1) : $0.prefix < $1.prefix }
    }

    /// Among names that begin alike; duplicates keep their order.
    private func comesFirst(_ one: MemberKey, _ other: MemberKey) -> Bool {
        let name = JSONElement(text: text, index: one.index).comparableName
        let otherName = JSONElement(text: text, index: other.index).comparableName
        if name.lexicographicallyPrecedes(otherName) { return true }
        return one.index < other.index && name == otherName
    }

    /// The name as the form spells it, quotes included.
    private var comparableName: ArraySlice<UInt8> {
        guard hasEscapes else { return bytes }
        var name: [UInt8] = []
        appendComparableString(to: &name)
        return name[...]
    }

    /// Whether a number's spelling is the one that stands for its value: a whole number without zeros at its end.
    private var isCanonicalNumber: Bool {
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
        return digits.first != UInt8(ascii: "0") && digits.last != UInt8(ascii: "0")
            && digits.allSatisfy { $0.isDigit }
    }
}
