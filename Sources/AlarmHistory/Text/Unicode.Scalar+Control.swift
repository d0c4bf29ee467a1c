extension Unicode.Scalar {
    /// Whether it draws nothing and steers what is drawn, or hides in it: it could move a terminal's cursor, break a line,
    /// turn the direction of the text around it, or make two names look alike that are not.
    package var isSteering: Bool {
        switch value {
        // Controls: C0, DEL, and C1 with its own line break and sequences.
        case 0..<0x20, 0x7F..<0xA0: true
        // Line and paragraph separators, and all marks of direction.
        case 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        // Characters without width: spaces, joiners of words, fillers, old format characters, annotations, tags.
        case 0xAD, 0x34F, 0x115F...0x1160, 0x17B4...0x17B5, 0x180E, 0x200B, 0x2060...0x2065, 0x206A...0x206F, 0x3164,
            0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xE0000...0xE007F:
            true
        default: false
        }
    }

    /// Whether it joins letters, or keeps them apart, without a width of its own. Persian and the scripts of India need that,
    /// and emoji; beside a letter of ASCII it can only deceive.
    fileprivate var isJoiner: Bool { (0x200C...0x200D).contains(value) }
}

extension String {
    /// The text as it can be shown on a terminal, in a line of a log and in a page: the one rule for all of them. `spelling`
    /// gives what stands in the place of a character that steers or hides.
    package func replacingSteering(_ spelling: (Unicode.Scalar) -> String) -> String {
        guard utf8.contains(where: { !(0x20..<0x7F).contains($0) }) else { return self }
        var shown = String.UnicodeScalarView()
        var before: Unicode.Scalar?
        var index = unicodeScalars.startIndex
        while index < unicodeScalars.endIndex {
            let scalar = unicodeScalars[index]
            index = unicodeScalars.index(after: index)
            let after = index < unicodeScalars.endIndex ? unicodeScalars[index] : nil
            let isDeceiving = scalar.isJoiner && (before?.isASCII ?? true || after?.isASCII ?? true)
            if scalar.isSteering || isDeceiving {
                shown.append(contentsOf: spelling(scalar).unicodeScalars)
            } else {
                shown.append(scalar)
            }
            before = scalar
        }
        return String(shown)
    }

    /// Text of foreign origin as one line for people: what steers or hides is shown as a dot.
    package var inOneLine: String { replacingSteering { _ in "·" } }

    /// The same for a text of several lines of ours.
    package var inLines: String {
        // By bytes: a line feed that follows a carriage return is one character with it.
        utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(Substring($0)).inOneLine }.joined(separator: "\n")
    }

    /// JSON, or lines of another form for programs, as a terminal can be sent them: what steers or hides is spelled as JSON
    /// spells it, so that it reads back as the same. A carriage return with a line feed, which is how lines of CSV end, only
    /// ends a line.
    package var inASCIIEscapes: String {
        let lines = utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let ends = lines.dropLast().map { $0.last == UInt8(ascii: "\r") ? "\r\n" : "\n" } + [""]
        return zip(lines, ends).map { line, end in
            let text = String(Substring(line.dropLast(max(0, end.utf8.count - 1))))
            return text.replacingSteering { $0 == "\t" ? "\t" : Self.escaped($0) } + end
        }.joined()
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        UTF16.encode(scalar)?.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined() ?? "?"
    }
}
