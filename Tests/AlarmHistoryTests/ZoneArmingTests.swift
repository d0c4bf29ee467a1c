import AlarmHistory
import ArchiveEvents
import TestSupport
import Testing

@Suite("When a zone is known to be armed")
struct ZoneArmingTests {
    /// Entries `12 armed` (`12?` and `5-12?` where the vendor tells no time: seen by a look at 12, not by one at 5), and states
    /// `60 is armed since 12` of a look, after one at `40-60`.
    @Test(
        "follows from entries and states, and is unknown in between",
        arguments: [
            // Nothing is known before the first entry, and the last state holds until the end.
            (["10 armed", "20 disarmed"], "+10-20 -20-100"),
            (["10 schedule_armed", "20 Schedule-Disarmed", "25 comment", "30 arm_failed"], "+10-20 -20-100"),
            // Told late and out of order.
            (["20 disarmed", "40 armed", "10 armed"], "+10-20 -20-40 +40-100"),
            // Twice the same is once.
            (["10 armed", "15 armed", "20 disarmed"], "+10-20 -20-100"),
            // Without a time of its own, it came between two looks.
            (["10 armed", "20-30? disarmed"], "+10-20 -30-100"),
            (["10-30? armed"], "+30-100"),
            // The look before the first one knew nothing, but what was known at 25 held until 25.
            (["10 armed", "25 armed", "20-30? disarmed"], "+10-25 -30-100"),
            // A record says since when, also before anybody looked.
            (["60 is armed since 12"], "+12-100"),
            (["60 is disarmed"], "-60-100"),
            (["60 is armed", "70-80 is disarmed"], "+60-70 -80-100"),
            // A state that an entry explains leaves nothing unknown.
            (["60 is armed", "75 disarmed", "70-80 is disarmed"], "+60-75 -75-100"),
            // The same, told the other way round: the log is read later.
            (["60 is armed", "70-80 is disarmed", "75 disarmed"], "+60-75 -75-100"),
            // They contradict each other: from what was known last until the look nobody knows.
            (["10 armed", "20 disarmed", "60 is armed since 5"], "+5-20 +60-100"),
            // The record left the list, or told nothing, and from then on nothing is known ...
            (["10 armed", "40-50 is unknown"], "+10-40"),
            // ... until somebody says again how it is, and since when it has been.
            (["10 armed", "40-50 is unknown", "60 is armed"], "+10-40 +60-100"),
            (["10 armed", "40-50 is unknown", "60 is armed since 10"], "+10-100"),
            (["10 armed", "40-50 is unknown", "60 is armed since 45"], "+10-40 +45-100"),
            // A clock that is ahead tells of no time after the look.
            (["40-50 is armed since 70"], "+50-100"),
            // What comes at the end or later is not in it.
            (["10 armed", "100 disarmed", "120 armed"], "+10-100"),
            ([], ""),
        ] as [([String], String)])
    func stretches(sights: [String], expected: String) throws {
        let arming = ZoneArming(try sights.compactMap(Self.sight), until: minute(100))
        #expect(Self.text(arming) == expected)
    }

    @Test("is unknown where nobody looked")
    func unobserved() throws {
        let sights = try ["10 armed", "50 disarmed"].compactMap(Self.sight)
        let holes = [minute(20)..<minute(30), minute(45)..<minute(60), minute(90)..<minute(200)]
        let arming = ZoneArming(sights, unobserved: holes, until: minute(100))
        #expect(Self.text(arming) == "+10-20 +30-45 -60-90")
    }

    @Test("never at the same time armed and disarmed, whatever is told in whatever order")
    func disjoint() throws {
        for seed in UInt64(0)..<200 {
            var random = SeededGenerator(seed: seed)
            let sights = (0..<random.number(below: 12)).compactMap { _ -> ArmingSight? in
                let time = random.number(below: 100)
                let seen = Bracket(
                    notBefore: random.number(below: 3) == 0 ? nil : minute(time - random.number(below: 30)),
                    notAfter: minute(time))
                let since = random.number(below: 2) == 0 ? nil : minute(random.number(below: 100))
                switch random.number(below: 4) {
                case 0: return ArmingSight(action: "armed", at: since, seen: seen)
                case 1: return ArmingSight(action: "disarmed", at: since, seen: seen)
                default:
                    return ArmingSight(isArmed: [nil, true, false][random.number(below: 3)], since: since, seen: seen)
                }
            }
            let arming = ZoneArming(sights, until: minute(100))
            let all = (arming.armed + arming.disarmed).sorted { $0.lowerBound < $1.lowerBound }
            for (one, next) in zip(all, all.dropFirst()) where one.upperBound > next.lowerBound {
                Issue.record("seed \(seed): \(Self.text(arming))")
            }
            #expect(all.allSatisfy { !$0.isEmpty && $0.upperBound <= minute(100) }, "seed \(seed)")
        }
    }

    private static func sight(_ text: String) throws -> ArmingSight? {
        let words = text.split(separator: " ")
        let times = words[0].filter { $0 != "?" }.split(separator: "-").compactMap { Int($0) }
        let last = try #require(times.last)
        let seen = Bracket(notBefore: times.count > 1 ? minute(times[0]) : nil, notAfter: minute(last))
        guard words[1] == "is" else {
            let isTold = !words[0].contains("?")
            return ArmingSight(
                action: String(words[1]), at: isTold ? minute(last) : nil,
                seen: isTold ? Bracket(notBefore: nil, notAfter: minute(500)) : seen)
        }
        let isArmed: Bool? = ["armed": true, "disarmed": false][String(words[2])]
        return ArmingSight(
            isArmed: isArmed, since: words.count > 4 ? Int(words[4]).map { minute($0) } : nil, seen: seen)
    }

    private static func text(_ arming: ZoneArming) -> String {
        let all = arming.armed.map { ("+", $0) } + arming.disarmed.map { ("-", $0) }
        return all.sorted { $0.1.lowerBound < $1.1.lowerBound }.map { sign, range in
            "\(sign)\(Self.minutes(range.lowerBound))-\(Self.minutes(range.upperBound))"
        }.joined(separator: " ")
    }

    private static func minutes(_ time: Instant) -> Int64 { time.milliseconds(since: minute(0)) / 60_000 }
}
