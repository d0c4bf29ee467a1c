import AlarmHistory

/// Text that the vendor, or whoever named a zone, has written: it may hold anything, and be of any length.
package struct VendorText: Sendable, Hashable {
    /// As it was served.
    package let raw: String

    package init(_ raw: String) {
        self.raw = raw
    }

    /// As a reader sees it: what would turn the direction of the text around it, move a cursor or pile up marks over
    /// other lines is shown as `�`.
    var shown: String {
        var shown = String.UnicodeScalarView()
        var marks = 0
        for scalar in raw.replacingSteering({ _ in "\u{FFFD}" }).unicodeScalars {
            marks = scalar.isMark ? marks + 1 : 0
            if marks <= Self.mostMarks {
                shown.append(scalar)
            } else if marks == Self.mostMarks + 1 {
                shown.append("\u{FFFD}")
            }
        }
        return String(shown)
    }

    /// At most `limit` characters of it, with `…` where that is not all.
    func shortened(to limit: Int) -> String {
        guard raw.unicodeScalars.count > limit else { return shown }
        // By scalars: a single character may have thousands of them.
        return VendorText(String(raw.unicodeScalars.prefix(limit - 1))).shown + "…"
    }

    /// In a page, apart from the direction of the text around it. A very long one is cut, and says so.
    var node: Node { node(longest: Self.longest) }

    /// The same with another limit.
    func node(longest limit: Int) -> Node {
        let length = raw.unicodeScalars.count
        guard length > limit else { return element(.bdi) { shown } }
        return element(.span) {
            element(.bdi) { shortened(to: limit) }
            " (\(Numeral.whole(length)) characters)"
        }
    }

    /// Characters of a name that a page shows.
    static let longest = 160
    /// Marks on one letter; no language writes more.
    private static let mostMarks = 4
}

extension Unicode.Scalar {
    /// Whether it is drawn onto the letter before it.
    fileprivate var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }
}
