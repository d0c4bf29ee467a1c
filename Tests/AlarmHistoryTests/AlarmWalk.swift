/// Walks through every sequence of events up to a length.
struct AlarmWalk {
    let alphabet: [AlarmStep]
    let length: Int
    private(set) var visited = 0
    private(set) var faults: [String] = []

    init(_ alphabet: [AlarmStep], length: Int) {
        self.alphabet = alphabet
        self.length = length
    }

    /// Hands each sequence to `check`, with what was made of its beginning, and takes what it makes of the whole.
    mutating func run<Folded>(
        _ steps: [AlarmStep] = [], _ before: Folded? = nil,
        checking check: (_ steps: [AlarmStep], _ before: Folded?) -> (folded: Folded, fault: String?)
    ) {
        for step in alphabet {
            let next = steps + [step]
            let result = check(next, before)
            visited += 1
            if let fault = result.fault { faults.append("\(next): \(fault)") }
            if next.count < length { run(next, result.folded, checking: check) }
        }
    }

    /// How many sequences there are.
    var expectedVisits: Int {
        var (sum, power) = (0, 1)
        for _ in 0..<length {
            power *= alphabet.count
            sum += power
        }
        return sum
    }
}
