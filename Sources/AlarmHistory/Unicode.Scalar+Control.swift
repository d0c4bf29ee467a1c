extension Unicode.Scalar {
    /// Whether it draws nothing and steers what is drawn: it could move a terminal's cursor, break a line, or turn the
    /// direction of the text around it.
    package var isSteering: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
