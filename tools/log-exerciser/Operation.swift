import ArgumentParser

/// One step of a script, as it is written on the command line.
enum Operation: Hashable, ExpressibleByArgument {
    /// So many events, or a few by chance, in each of so many commits.
    case append(events: Int?, commits: Int)
    /// One event whose data takes so many bytes.
    case appendLong(bytes: Int)
    /// Every full block.
    case seal
    /// The write-ahead log into the file.
    case flush
    /// Lets so many seconds of the log's time pass.
    case wait(seconds: Int)
    /// Brings the archive to rest; the next step opens it again.
    case close
    /// The whole archive, with the product's own verifier.
    case verify
    /// Says so, and goes on once a line comes on standard input.
    case pause
    /// Every step by chance, until something ends the process.
    case forever

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
        let numbers = parts.count < 2 ? [] : parts[1].split(separator: "x").map { Int($0) }
        switch (parts.first, numbers.count, numbers.first ?? nil) {
        case ("append", 1, let events?): self = .append(events: events, commits: 1)
        case ("append", 2, let events?): self = .append(events: events, commits: numbers[1] ?? 1)
        case ("some", 1, let commits?): self = .append(events: nil, commits: commits)
        case ("long", 1, let bytes?): self = .appendLong(bytes: bytes)
        case ("wait", 1, let seconds?): self = .wait(seconds: seconds)
        default:
            guard numbers.isEmpty, let plain = Self.plain[argument] else { return nil }
            self = plain
        }
    }

    static let help: ArgumentHelp = """
        append:N (one commit of N events), append:NxT (T such commits), some:T (T commits of a few events each), \
        long:BYTES, seal, flush, wait:SECONDS (of the log's time), close, verify, pause (until a line comes on standard \
        input), forever
        """

    private static let plain: [String: Operation] = [
        "seal": .seal, "flush": .flush, "close": .close, "verify": .verify, "pause": .pause, "forever": .forever,
    ]
}
