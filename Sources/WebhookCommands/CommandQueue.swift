/// Which commands run and which wait: it decides, and starts nothing.
struct CommandQueue {
    private var waiting: [CommandJob] = []
    private(set) var running = 0
    /// No command is started any more.
    private(set) var isClosed = false

    /// Lets a command wait for its turn; false where too many do, or none is started any more.
    mutating func offer(_ job: CommandJob) -> Bool {
        guard !isClosed, waiting.count < Self.waitingLimit else { return false }
        waiting.append(job)
        return true
    }

    /// The command that is to be started now; nil while none waits or enough run.
    mutating func start() -> CommandJob? {
        guard !isClosed, running < Self.runningLimit, !waiting.isEmpty else { return nil }
        running += 1
        return waiting.removeFirst()
    }

    /// One that was started has ended.
    mutating func end() { running -= 1 }

    /// Starts none any more, and gives those that wait in vain.
    mutating func close() -> [CommandJob] {
        isClosed = true
        defer { waiting = [] }
        return waiting
    }

    /// Commands at once: they share a machine with the archiver, and a budget with its questions.
    static let runningLimit = 4
    /// Commands that wait: with a minute for each, the last one would come a quarter of an hour late.
    static let waitingLimit = 64
}
