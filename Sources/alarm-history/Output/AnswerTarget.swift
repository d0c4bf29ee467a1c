import EventStorage

/// Where an answer goes: into a file, which has its name only once it is whole, or to standard output.
struct AnswerTarget {
    private let file: StagedFile?

    /// Standard output for `-` and for no name.
    init(_ path: String?) throws {
        file = try path.flatMap { $0 == "-" ? nil : try StagedFile(path: $0) }
    }

    func write(_ bytes: [UInt8]) throws {
        if let file { try file.write(bytes) } else { try Console.answer(bytes) }
    }

    func finish() throws { try file?.finish() }
}
