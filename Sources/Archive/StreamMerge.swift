import EventStorage

/// Joins what was seen of the streams in stretches of the log, in the order of their keys.
struct StreamMerge {
    /// A stream, over all stretches.
    struct Stream {
        let key: StreamKey
        let firstPosition: UInt64
        var lastVersion: UInt64
        var lastSealed: UInt64
        var findings: [Finding]
    }

    private var readers: [SpilledStreams.Reader]
    private var heads: [(key: StreamKey, stretch: StreamCheck.Stretch)?]

    /// The readers stand in the order of the stretches.
    init(_ readers: [SpilledStreams.Reader]) throws {
        self.readers = readers
        heads = []
        for index in readers.indices { heads.append(try self.readers[index].next()) }
    }

    /// The stream with the next key.
    mutating func next() throws -> Stream? {
        guard let key = heads.compactMap({ $0?.key }).min() else { return nil }
        var stream: Stream?
        for index in heads.indices {
            guard let head = heads[index], head.key == key else { continue }
            stream = Self.join(stream, key, head.stretch)
            heads[index] = try readers[index].next()
        }
        return stream
    }

    private static func join(_ before: Stream?, _ key: StreamKey, _ stretch: StreamCheck.Stretch) -> Stream {
        var stream =
            before
            ?? Stream(key: key, firstPosition: stretch.firstPosition, lastVersion: 0, lastSealed: 0, findings: [])
        if stretch.firstVersion != stream.lastVersion &+ 1 {
            stream.findings.append(
                StreamCheck.finding(stretch.firstPosition, stretch.firstVersion, after: stream.lastVersion))
        }
        stream.lastVersion = stretch.lastVersion
        stream.lastSealed = max(stream.lastSealed, stretch.lastSealed)
        return stream
    }
}
