import AlarmHistory
import ArchiveEvents
import ExactJSON
import Testing

@Suite("The drift of the vendor's records")
struct DriftWatchTests {
    @Test("tells each new member, type and code once, and what a first look shows as the first")
    func appearances() throws {
        var world = DriftWorld()
        #expect(
            try world.take([#"{"guid":"a","acknowledgment_code":101}"#]) == [
                "first", "appeared acknowledgment_code number", "value acknowledgment_code number 101",
                "appeared guid string",
            ])
        #expect(try world.take([#"{"guid":"b","acknowledgment_code":101}"#]) == [])
        #expect(
            try world.take([#"{"guid":"b","acknowledgment_code":null,"sub_alerts":[{"id":1}]}"#]) == [
                "type acknowledgment_code null", "appeared sub_alerts array", "appeared sub_alerts[].id number",
            ])
        #expect(
            try world.take([#"{"guid":"b","acknowledgment_code":202}"#]) == ["value acknowledgment_code number 202"])
        #expect(try world.take([#"{"guid":"b","acknowledgment_code":202}"#, #"{"sub_alerts":[{"id":2}]}"#]) == [])
    }

    @Test(
        "tells a member as vanished behind fifty contents without it, once, and its return once", arguments: [1, 7, 50])
    func vanishing(batch: Int) throws {
        var world = DriftWorld()
        try world.take([#"{"guid":"a","comment":"x"}"#])
        for _ in 0..<3 {
            var without = 0
            while without < 200 {
                let told = try world.take(Array(repeating: #"{"guid":"b"}"#, count: batch))
                let isDue = without < 50 && without + batch >= 50 && !world.hasReturned
                #expect(told == (isDue ? ["vanished comment"] : []), "behind \(without + batch)")
                without += batch
            }
            let told = try world.take([#"{"guid":"a","comment":"x"}"#])
            #expect(told == (world.hasReturned ? [] : ["returned comment string"]))
            world.hasReturned = true
        }
    }

    @Test("begins to count anew with each content that has the member")
    func countsInARow() throws {
        var world = DriftWorld()
        for _ in 0..<3 {
            #expect(try !world.take([#"{"guid":"a","comment":"x"}"#]).contains { $0.hasPrefix("vanished") })
            #expect(try world.take(Array(repeating: #"{"guid":"b"}"#, count: 49)) == [])
        }
    }

    @Test("is folded from the log: a watch that begins anew tells nothing again")
    func restart() throws {
        var world = DriftWorld()
        try world.take([#"{"guid":"a","phase":"alarm"}"#])
        try world.restart()
        #expect(try world.take([#"{"guid":"a","phase":"alarm"}"#]) == [])
        #expect(try world.take([#"{"guid":"a","phase":"ended"}"#]) == ["value phase string ended"])
    }

    @Test("keeps endpoints and deployments apart, but takes the logs of all zones for one")
    func targets() throws {
        var world = DriftWorld()
        let content = [#"{"action":"armed"}"#]
        let zones = ["z1", "z2"].map { LookTarget("hq", .zoneLog, id: $0) }
        #expect(try world.take(content, zones[0]).first == "first")
        #expect(try world.take(content, zones[1]) == [])
        #expect(try world.take(content, LookTarget("hq", .alerts)).first == "first")
        #expect(try world.take(content, LookTarget("branch", .zoneLog, id: "z1")).first == "first")
    }

    @Test("tells five hundred differences in one event, and the others with what shows them next")
    func manyChanges() throws {
        var world = DriftWorld()
        let paths = (0..<20).map { #""m\#($0)":{"phase":0}"# }.joined(separator: ",")
        let codes = (0..<40).map { "{\(paths.replacing(":0", with: ":\($0)"))}" }
        #expect(try world.take(codes).count == 501, "with the word that it is the first")
        #expect(try world.take(codes).count == 20 * 2 + 20 * 40 - 500)
        #expect(try world.take(codes) == [])
    }

    @Test("tells a bounded number of members and codes, whatever records are keyed by")
    func bounds() throws {
        var world = DriftWorld()
        for round in 0..<10 {
            let members = (0..<100).map { #""key\#(round * 100 + $0)":1"# }.joined(separator: ",")
            try world.take(["{\(members)}"])
            try world.take((0..<40).map { #"{"phase":"p\#(round * 100 + $0)"}"# })
        }
        #expect(world.told.count { $0.hasPrefix("appeared key") } <= 400)
        #expect(world.told.count { $0.hasPrefix("value") } == 64)
        let deep = String(repeating: #"{"a":"#, count: 60) + "1" + String(repeating: "}", count: 60)
        #expect(try world.take([deep], LookTarget("hq", .zones)).count < 10)
    }
}

/// A watch and its log.
private struct DriftWorld {
    private var watch = DriftWatch()
    private var log = MemoryLog()
    private(set) var told: [String] = []
    var hasReturned = false

    /// Takes new contents in; what they are worth.
    @discardableResult
    mutating func take(
        _ contents: [String], _ target: LookTarget = LookTarget("hq", .alerts)
    ) throws -> [String] {
        let bytes = contents.map { Array($0.utf8) }
        let event = watch.drift(in: bytes, of: target)
        for recorded in try log.append(event.map { [$0] } ?? [], at: minute(0)) { watch.apply(recorded) }
        let changes = try event.map { try Self.changes(json(text($0.data))) } ?? []
        told += changes
        return changes
    }

    mutating func restart() throws {
        watch = DriftWatch()
        for event in try log.events() { watch.apply(event) }
    }

    private static func changes(_ data: JSONElement) throws -> [String] {
        let changes = data["changes"]?.elements.map { change in
            ["kind", "member", "type", "value"].compactMap { change[$0]?.string }.joined(separator: " ")
        }
        return (data["first"] == nil ? [] : ["first"]) + (changes ?? [])
    }
}
