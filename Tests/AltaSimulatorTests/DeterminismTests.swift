import AltaSimulator
import Testing

struct DeterminismTests {
    private static let paths = ["alerts", "ongoingAlerts", "alarmZones", "devices", "users", "sites", "about", "me"]

    @Test("the same seed gives the same bodies, another seed gives others", arguments: [1, 7, 42] as [UInt64])
    func seedDecides(seed: UInt64) throws {
        var (first, second, other) = (
            SimulatedVisitor(seed: seed), SimulatedVisitor(seed: seed), SimulatedVisitor(seed: seed + 1)
        )
        for path in Self.paths {
            let time = noon + 3 * hour
            let shown = first.text(path, at: time)
            #expect(shown == second.text(path, at: time), "seed \(seed), \(path)")
            if path == "alerts" { #expect(shown != other.text(path, at: time), "seed \(seed)") }
        }
    }

    @Test("a world polled every second is the world polled once", arguments: [1, 2, 3] as [UInt64])
    func pollingLeavesNoTrace(seed: UInt64) throws {
        var (often, once) = (
            SimulatedVisitor(seed: seed, configure: crowd), SimulatedVisitor(seed: seed, configure: crowd)
        )
        let end = noon + 40 * minute
        let zones = try often.zoneIDs(at: noon)
        for time in stride(from: noon, to: end, by: Int(second)) {
            _ = often.text(
                ["ongoingAlerts", "alarmZones/\(zones[0])/logs", "alerts"][Int(time / second % 3)], at: time)
        }
        for path in Self.paths + zones.map({ "alarmZones/\($0)/logs" }) {
            #expect(often.text(path, at: end) == once.text(path, at: end), "seed \(seed), \(path)")
        }
    }

    @Test("a copy behaves like the original")
    func copiesAgree() {
        var original = SimulatedVisitor(seed: 5, configure: crowd)
        _ = original.text("alerts", at: noon + hour)
        var copy = original
        #expect(copy.text("alerts", at: noon + 5 * hour) == original.text("alerts", at: noon + 5 * hour))
    }

    @Test("after the quiet moment the world stands still, though logins expire", arguments: [1, 2] as [UInt64])
    func quietAfter(seed: UInt64) throws {
        var visitor = SimulatedVisitor(seed: seed) { $0.quietAfter = noon + hour }
        let zone = try visitor.zoneIDs(at: noon)[0]
        for path in Self.paths + ["alarmZones/\(zone)/logs"] {
            let shown = visitor.text(path, at: noon + hour)
            #expect(visitor.text(path, at: noon + 60 * day) == shown, "seed \(seed), \(path)")
            visitor = SimulatedVisitor(seed: seed) { $0.quietAfter = noon + hour }
        }
        _ = visitor.logIn(at: noon)
        #expect(visitor.send("GET", "alerts", at: noon + 61 * minute).status == 401)
    }

    /// A short but busy history, so that a test is quick.
    private func crowd(_ parameters: inout SimulationParameters) {
        parameters.alarmsPerDay = 1000
        parameters.alertLimit = 100
    }
}
