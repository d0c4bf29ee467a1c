import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import Testing

@Suite("Zones, armed hours and names for exchange")
struct ZoneTests {
    @Test("a zone that is armed for two hours a night is not quiet: alarms divide by armed hours")
    func armedHours() throws {
        var input = TestInput(sources: [source(0), source(1)])
        let nights = (0..<30).map { seconds(Double($0) * day..<Double($0) * day + 7200) }
        input.armed = [ArmedZone(deployment: "hq", zoneID: "zone-0", armed: nights, disarmed: [])]
        // One each night while armed, one at noon while it is not, one of a zone of which nothing is known.
        input.alarms = (0..<30).flatMap { night in
            let start = Double(night) * day
            return [alarm(start + 60), alarm(start + 43_200), alarm(start + 43_300, source: 1)]
        }
        var indicator = try input.indicator("rate.armed-hour")
        #expect(indicator.value == 0.5)
        #expect(indicator.part("armed hours") == 60)
        #expect(indicator.part("Zone 0") == 0.5)
        #expect(indicator.left("not known to be armed then") == 30)
        #expect(indicator.left("not known at all") == 30)
        // Of the first night an hour was observed, without its alarm.
        input.observed = [seconds(3600..<30 * day)]
        indicator = try input.indicator("rate.armed-hour")
        #expect(indicator.part("armed hours") == 59)
        #expect(indicator.value?.isNear(29 / 59.0) == true)
    }

    @Test("without zone logs the rate is undefined, and says why")
    func unknownArming() throws {
        let indicator = try TestInput(alarms: [alarm(0)]).indicator("rate.armed-hour")
        #expect(indicator.value == nil)
        #expect(indicator.says("no zone's arming is known"))
    }

    @Test("the end of an armed stretch is not in it")
    func armedEdge() throws {
        var input = TestInput(alarms: [alarm(3600)])
        input.armed = [ArmedZone(deployment: "hq", zoneID: "zone-0", armed: [seconds(0..<3600)], disarmed: [])]
        #expect(try input.indicator("rate.armed-hour").value == 0)
    }

    @Test("the noise of a zone is shown with its inputs, each against the worst zone")
    func noise() throws {
        var input = TestInput(sources: [source(0), source(1)])
        // Zone 0: 4 alarms, 2 of 2 false, an index of 0.1; zone 1: 2 alarms, none judged, an index of 0.05.
        input.alarms = [
            alarm(0, verdict: .false), alarm(10, verdict: .false), alarm(20), alarm(30),
            alarm(100, source: 1), alarm(120, source: 1),
        ]
        let zones = try input.tally().zoneNoise
        #expect(zones.map(\.title) == ["Zone 0", "Zone 1"])
        #expect(zones[0].score == 1)
        // 0.5 of the rate, 0.5 of the index, no false ratio, 1 of 3 re-alarms.
        #expect(zones[1].score?.isNear((0.5 + 0.5 + 1 / 3.0) / 3) == true)
        #expect(zones[1].falseRatio == nil)
        let indicator = try input.indicator("zone.noise")
        #expect(indicator.value == 1)
        #expect(indicator.part("Zone 0: false ratio of 2") == 1)
        #expect(indicator.part("Zone 1: re-alarms") == 1)
        #expect(try TestInput().indicator("zone.noise").value == nil)
    }

    @Test("OPC UA names: each rate names its minutes")
    func metrics() throws {
        var input = TestInput(period: seconds(0..<3600))
        input.alarms = [
            alarm(0, verified: exactly(70), end: exactly(100)), alarm(10, end: exactly(500)), alarm(3100), alarm(3590),
        ]
        let indicator = try input.indicator("opc-ua")
        #expect(indicator.value == 4)
        #expect(indicator.shown("StartTime") == "2025-06-01T00:00:00.000Z")
        #expect(indicator.part("MaximumActiveState") == 500)
        #expect(indicator.part("MaximumUnAck") == 500)
        #expect(indicator.part("CurrentAlarmRate (10 minutes)") == 2)
        #expect(indicator.part("MaximumAlarmRate (10 minutes)") == 2)
        #expect(indicator.part("MaximumReAlarmCount") == 3)
        #expect(indicator.part("AverageAlarmRate (10 minutes)")?.isNear(4 / 6.0) == true)
        // Its last ten minutes were not all observed: there is no current rate.
        input.observed = [seconds(0..<3500)]
        #expect(try input.indicator("opc-ua").part("CurrentAlarmRate (10 minutes)") == nil)
    }

    @Test(
        "the long-run average has the published word, and between two points says so",
        arguments: [
            (11, "very likely unacceptable"), (10, "between likely over-demanding and very likely unacceptable"),
            (5, "likely over-demanding"), (3, "between manageable and likely over-demanding"), (2, "manageable"),
            (1, "between very likely acceptable and manageable"), (0, "very likely acceptable"),
        ])
    func load(perBin: Int, words: String) throws {
        var input = TestInput()
        input.fill(bins: [perBin, perBin, perBin])
        let indicator = try input.indicator("eemua.average")
        #expect(indicator.says("verdict: \(words)"))
        #expect(indicator.notes.filter { $0.hasPrefix("verdict") } == ["verdict: \(words)"])
        #expect(indicator.part("10-minute periods above very likely acceptable") == (perBin > 1 ? 1 : 0))
        #expect(indicator.grade == nil)
    }

    @Test("ten minutes after an upset: 10 to 19 are between")
    func upsets() throws {
        var input = TestInput()
        input.fill(bins: [19, 0, 20, 0, 101, 0])
        let indicator = try input.indicator("eemua.upset")
        #expect(indicator.value == 101)
        #expect(indicator.part("between") == 1)
        #expect(indicator.part("hard to cope with") == 1)
        #expect(indicator.part("excessive") == 1)
        input.fill(bins: [3])
        #expect(try input.indicator("eemua.upset").value == nil)
    }
}
