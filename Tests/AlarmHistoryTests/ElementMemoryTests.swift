import ArchiveEvents
import ExactJSON
import Testing

@testable import AlarmHistory

@Suite("What is known of the elements of lists")
struct ElementMemoryTests {
    @Test("is bounded over all lists, those of zones that are gone among them: what was read longest ago is forgotten")
    func bounded() throws {
        var memory = ElementMemory()
        let elements = try (0..<1_000).map { number in
            let bytes = Array(#"{"n":\#(number)}"#.utf8)
            return (bytes, ContentDigest(try JSONText(bytes).root))
        }
        func target(_ zone: Int) -> LookTarget { LookTarget("hq", .zoneLog, id: "z\(zone)") }
        func read(_ zone: Int) -> Int {
            let stream = RecordStream(deployment: "hq", kind: "zone-logs", id: "z\(zone)")
            var reading = memory.reading(of: target(zone))
            var known = 0
            for (bytes, digest) in elements {
                if reading.known(bytes[...]) != nil {
                    known += 1
                } else {
                    reading.note(Observation(stream: stream, content: bytes, digest: digest), servedAs: bytes[...])
                }
            }
            memory.finish(reading)
            return known
        }
        for zone in 0..<150 {
            let known = read(zone)
            #expect(known == 0 && memory.count <= ElementMemory.wholeLimit)
        }
        let (recent, oldest) = (read(149), read(0))
        #expect(recent == 1_000 && oldest == 0)
        #expect(memory.count == ElementMemory.wholeLimit)
    }
}
