import AlarmHistory
import ArchiveEvents

/// An archive after some complete answers, each a short list of letters.
struct ListPath {
    let target: LookTarget
    let observe: (_ index: Int, _ letter: Character) throws -> Observation
    private(set) var answers: [String] = []
    /// The data that is in the log.
    private(set) var stored: [String] = []
    private(set) var faults: [String] = []
    private var log = MemoryLog()
    private var memory = RecordMemory()

    init(target: LookTarget, observe: @escaping (Int, Character) throws -> Observation) {
        self.target = target
        self.observe = observe
    }

    func after(_ answer: String) throws -> ListPath {
        var next = self
        next.answers.append(answer)
        let events = try next.told(by: answer)
        for event in try next.log.append(events, at: minute(answers.count)) { next.memory.apply(event) }
        next.stored += events.map { text($0.data) }
        let again = try next.told(by: answer).count
        if again > 0 { next.faults.append("\(next.answers): \(again) events when looked at again") }
        return next
    }

    /// A letter of which not as many are stored as the fullest answer showed.
    func wronglyStored(_ letter: Character) -> String? {
        let shown = answers.map { $0.count(where: { $0 == letter }) }.max() ?? 0
        let count = stored.count { $0.contains(letter) }
        return count == shown ? nil : "\(answers): \(letter) is stored \(count) times"
    }

    /// The other orders of the last answer that tell something, though they show nothing new.
    func toldByOtherOrders() throws -> [String] {
        let letters = Array(answers.last ?? "")
        let orders = Set(
            ListWalk.lists(of: Set(letters), upTo: letters.count).filter { $0.sorted() == letters.sorted() })
        return try orders.filter { try !told(by: $0).isEmpty }.map { "\(answers), then \($0) is not quiet" }
    }

    private func told(by answer: String) throws -> [NewEvent] {
        let observations = try answer.enumerated().map { try observe($0.offset, $0.element) }
        let look = Look(
            target: target, observedAt: minute(answers.count), servedAt: nil, since: nil,
            content: .complete(observations))
        return Novelty(against: memory).events(of: look)
    }
}

/// Walks through every sequence of answers, where an answer is every list of up to three letters.
struct ListWalk {
    private let root: ListPath
    private let lists: [String]
    private let length: Int
    private(set) var visited = 0
    private(set) var faults: [String] = []

    init(
        _ letters: Set<Character>, target: LookTarget, length: Int,
        observe: @escaping (Int, Character) throws -> Observation
    ) {
        root = ListPath(target: target, observe: observe)
        lists = Self.lists(of: letters, upTo: 3)
        self.length = length
    }

    mutating func run(_ check: (ListPath) throws -> [String]) throws { try run(from: root, check) }

    private mutating func run(from path: ListPath, _ check: (ListPath) throws -> [String]) throws {
        for list in lists {
            let next = try path.after(list)
            visited += 1
            faults += try check(next)
            if next.answers.count < length { try run(from: next, check) }
        }
    }

    /// Every list of up to that many letters.
    static func lists(of letters: Set<Character>, upTo count: Int) -> [String] {
        guard count > 0 else { return [""] }
        let shorter = lists(of: letters, upTo: count - 1)
        return [""] + letters.sorted().flatMap { letter in shorter.map { String(letter) + $0 } }
    }
}
