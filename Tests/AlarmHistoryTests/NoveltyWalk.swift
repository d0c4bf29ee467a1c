import AlarmHistory
import ArchiveEvents

/// An archive after some looks: the log, the memory carried along, and the rule's own opinion.
struct NoveltyPath {
    private(set) var looks: [ShownLook] = []
    private(set) var log = MemoryLog()
    private(set) var memory = RecordMemory()
    private(set) var rule = NaiveRule()
    private(set) var lastStored: ContentDigest?
    private(set) var faults: [String] = []

    func after(_ shown: ShownLook) throws -> NoveltyPath {
        var next = self
        try next.take(shown)
        return next
    }

    private mutating func take(_ shown: ShownLook) throws {
        let look = shown.look(at: looks.count)
        looks.append(shown)
        let events = Novelty(against: memory).events(of: look)
        let expected = rule.take(shown, since: look.since).map { [$0] } ?? []
        if events.map(ToldEvent.init) != expected { fault("told \(events.map(ToldEvent.init)), not \(expected)") }
        try record(events)
        let again = Novelty(against: memory).events(of: shown.look(at: looks.count))
        if !again.isEmpty { fault("told \(again.map(ToldEvent.init)) again") }
        let unchanged = Novelty(against: memory).events(of: shown.unchanged(at: looks.count))
        if unchanged.map(ToldEvent.init) != again.map(ToldEvent.init) { fault("the same bytes told otherwise") }
    }

    mutating func record(_ events: [NewEvent]) throws {
        for event in try log.append(events, at: minute(looks.count)) {
            memory.apply(event)
            guard event.type == .recordSeen || event.type == .recordChanged else { continue }
            let stored = event.data.flatMap { ContentDigest(stored: $0) }
            if stored == nil || stored == lastStored { fault("stored the same content twice in a row") }
            lastStored = stored
        }
    }

    private mutating func fault(_ what: String) { faults.append("\(looks): \(what)") }
}

/// Walks through every sequence of looks up to a length; sequences share the work of their common beginnings.
struct NoveltyWalk {
    let alphabet: [ShownLook]
    let length: Int
    private(set) var visited = 0
    private(set) var faults: [String] = []

    init(_ alphabet: [ShownLook], length: Int) {
        self.alphabet = alphabet
        self.length = length
    }

    /// Hands each sequence to `check`, which gives what is wrong with it.
    mutating func run(from path: NoveltyPath = NoveltyPath(), _ check: (NoveltyPath) throws -> [String]) throws {
        for shown in alphabet {
            let next = try path.after(shown)
            visited += 1
            faults += try check(next)
            if next.looks.count < length, next.faults.isEmpty { try run(from: next, check) }
        }
    }

    /// How many sequences there are.
    var expectedVisits: Int {
        (1...length).reduce(into: (sum: 0, power: 1)) { count, _ in
            count.power *= alphabet.count
            count.sum += count.power
        }.sum
    }
}
