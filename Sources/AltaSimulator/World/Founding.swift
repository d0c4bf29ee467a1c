/// Draws what there is before anything happens: sites, people, devices, zones and rules.
struct Founding {
    let parameters: SimulationParameters
    let sites: [Site]
    /// When the history begins.
    let time: Milliseconds
    var generator: SeededGenerator
    private var plans: [ZonePlan] = []
    private var founded: [Device] = []

    init(_ parameters: SimulationParameters) {
        self.parameters = parameters
        time = parameters.startedAt - parameters.historyMilliseconds
        var generator = SeededGenerator(seed: parameters.seed)
        let count = min(Catalogue.sites.count, max(1, parameters.zones / 4))
        sites = Catalogue.sites.prefix(count).map { name, address in
            Site(id: generator.identifier(), name: name, address: address)
        }
        self.generator = generator
        plans = (0..<max(1, parameters.zones)).map { ZonePlan(number: $0, sites: count) }
    }

    mutating func makeOperators() -> [User] {
        Catalogue.operators.map { User(id: generator.identifier(), name: $0) }
    }

    /// The devices, dealt out to the zones in turn and named after them.
    mutating func makeDevices() -> [Device] {
        founded = (0..<max(1, parameters.devices)).map { makeDevice($0) }
        return founded
    }

    private mutating func makeDevice(_ number: Int) -> Device {
        let plan = plans[number % plans.count]
        let model = generator.element(of: Catalogue.models)
        return Device(
            guid: generator.identifier(), name: "\(plan.name) \(model.noun) \(number / plans.count + 1)", model: model,
            serialNumber: String(generator.number(in: 100_000_000...999_999_999)), site: plan.site,
            connectedSince: time - generator.magnitude(in: .hour...60 * .day))
    }

    mutating func makeZones() -> [Zone] { plans.indices.map { makeZone($0) } }

    private mutating func makeZone(_ number: Int) -> Zone {
        let plan = plans[number]
        let site = sites[plan.site]
        return Zone(
            id: generator.identifier(), site: site, address: site.address, labels: [plan.place.label],
            importance: plan.place.importance, schedule: makeSchedule(for: plan.place),
            triggers: makeTriggers(of: number), beginActions: makeBeginActions(), contactID: generator.identifier(),
            permitID: "P-\(1000 + number)", exitDelay: generator.element(of: [0, 30, 60]) * .second,
            liveliness: Int(generator.magnitude(in: 1...8)), name: plan.name, text: "\(plan.name), \(site.name)",
            entryDelay: generator.element(of: [0, 0, 0, 30, 45]) * .second,
            mergeWindow: generator.element(of: [60, 60, 60, 60, 60, 30, 15, 120, 300]) * .second, stateSince: time)
    }

    private mutating func makeSchedule(for place: Catalogue.Place) -> ArmSchedule {
        place.isAlwaysArmed ? Catalogue.aroundTheClock : generator.element(of: Catalogue.schedules)
    }

    private mutating func makeTriggers(of zone: Int) -> [Zone.Trigger] {
        let own = founded.indices.filter { $0 % plans.count == zone }
        let detection = plans[zone].place.detection
        return (own.isEmpty ? [zone % founded.count] : own).map { device in
            let kind = generator.happens(70) ? detection : generator.element(of: ["person", "vehicle", "motion"])
            return Zone.Trigger(device: device, deviceID: founded[device].guid, detection: kind)
        }
    }

    private mutating func makeBeginActions() -> [String] {
        parameters.bookmarks.decides(generator.happens(75)) ? ["external_link", "webhook"] : ["webhook"]
    }

    mutating func makeRules() -> [Rule] {
        Catalogue.rules.map { name, detection, importance in
            let site = generator.index(below: sites.count)
            let local = founded.indices.filter { founded[$0].site == site }
            return Rule(
                id: generator.identifier(), name: name, importance: importance, detection: detection, site: sites[site],
                devices: local.isEmpty ? [0] : local)
        }
    }
}
