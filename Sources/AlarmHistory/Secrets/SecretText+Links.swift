/// Who signs in at a link.
extension SecretText {
    /// Who signs in at a link: `https://user:password@host`, up to the last `@` before the host ends, also where the password
    /// holds what else ends a host: `https://user:pass/word@host`. A port before it tells that it is a path. No blank, quote
    /// or angle bracket is part of a link.
    func user(_ mark: Int) -> Range<Int>? {
        let begin = mark + 3
        let link = text[begin...].prefix(Self.userLimit).prefix { $0 > 0x20 && !"\"'<>".utf8.contains($0) }
        guard let sign = link.firstIndex(of: UInt8(ascii: "@")) else { return nil }
        let last = link[sign...].prefix { !Self.hostEnds.contains($0) }.lastIndex(of: UInt8(ascii: "@")) ?? sign
        let head = link[..<sign].prefix { !Self.hostEnds.contains($0) }
        guard head.endIndex != sign else { return begin..<last }
        let isPassword =
            Self.holdsPassword(head) && !(Self.endsWithPort(head) && Self.isQuery(link[head.endIndex..<sign]))
        return isPassword && Self.beginsHost(link[(last + 1)...]) ? begin..<last : nil
    }

    /// Who signs in at a link whose scheme is left out, as a parameter: `?target=user:password@host`.
    func user(inParameter start: Int) -> Range<Int>? {
        let value = text[start...].prefix(Self.userLimit).prefix { $0 > 0x20 && !"\"'<>&;/?#".utf8.contains($0) }
        guard let sign = value.lastIndex(of: UInt8(ascii: "@")), Self.beginsHost(value[(sign + 1)...]),
            let colon = value[..<sign].firstIndex(of: UInt8(ascii: ":")), !value[..<colon].elementsEqual("mailto".utf8)
        else { return nil }
        return start..<sign
    }

    private static func port(_ text: ArraySlice<UInt8>) -> UInt16? {
        text.allSatisfy { $0 &- UInt8(ascii: "0") < 10 } ? UInt16(String(decoding: text, as: UTF8.self)) : nil
    }

    private static func endsWithPort(_ head: ArraySlice<UInt8>) -> Bool {
        guard let colon = head.firstIndex(of: UInt8(ascii: ":")) else { return false }
        return port(head[(colon + 1)...]) != nil
    }

    /// A question mark and a parameter behind a host: what follows is the parameter's, as in `http://nvr:9000/view?mail=a@b`,
    /// and no password goes so far.
    private static func isQuery(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let mark = rest.firstIndex(of: UInt8(ascii: "?")) else { return false }
        return rest[mark...].contains(UInt8(ascii: "="))
    }

    /// Whether a password begins behind the colon, and no port. Digits are a port behind what is a host for certain, and
    /// behind any name where hosts have it often: `https://hq:8443/a@b`, but `https://bob:2024/Summer@hq`. A letter alone
    /// is a drive.
    private static func holdsPassword(_ head: ArraySlice<UInt8>) -> Bool {
        guard head.first != UInt8(ascii: "["), let colon = head.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let (name, rest) = (head[..<colon], head[(colon + 1)...])
        guard !rest.isEmpty else { return name.count > 1 }
        guard let port = port(rest) else { return true }
        let isHost = name.contains(UInt8(ascii: ".")) || name.elementsEqual("localhost".utf8)
        return !isHost && !usualPorts.contains(port)
    }

    private static func beginsHost(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.first.map { isNameByte($0) } ?? false
    }

    private static let hostEnds = Array("/?#".utf8)
    /// Of the web, of files, of mail and of cameras.
    private static let usualPorts: Set<UInt16> = [21, 22, 25, 80, 443, 554, 8000, 8080, 8081, 8443, 8554]
    /// Bytes of a user with a password.
    private static let userLimit = 512
}
