/// What the account may see at a moment, as far as a fault has cut its rights.
struct Sight {
    private let divisor: Int
    private let hidden: Int?
    /// Whether the lists of alerts leave out every row.
    let hasEmptyLists: Bool

    /// One zone in so many is hidden, and at least one, while the fault lasts.
    init(under faults: ActiveFaults, zones: Int) {
        hasEmptyLists = faults[.login(.listsEmpty)] != nil
        guard let fault = faults[.login(.rowsHidden)] else {
            (divisor, hidden) = (1, nil)
            return
        }
        divisor = min(zones, Int(clamping: max(1, fault.amount ?? 2)))
        hidden = Int(fault.seed % UInt64(divisor))
    }

    /// Whether the zone at `position` can be seen, and what belongs to it; nil stands for what belongs to none.
    func includes(_ position: Int?) -> Bool {
        guard let position, let hidden else { return true }
        return position % divisor != hidden
    }
}

extension SimulatedDeployment {
    /// The position of an alert that is kept.
    func listedAlert(_ guid: String) -> Int? {
        world.positions[guid].flatMap { world.alerts[$0].isListed ? $0 : nil }
    }

    /// The position of a zone that nobody has deleted.
    func listedZone(_ id: String) -> Int? {
        world.zones.firstIndex { $0.id == id && !$0.isDeleted }
    }
}
