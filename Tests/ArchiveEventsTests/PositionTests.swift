import ArchiveEvents
import Testing

struct PositionTests {
    @Test("positions begin at 0, follow one another and are written in decimal")
    func positions() {
        #expect(Position.first.number == 0)
        #expect(Position.first.advanced(by: 3) == Position(3))
        #expect(Position(9) < Position(10))
        #expect(Position(.max).description == "18446744073709551615")
    }

    @Test("the first event of a stream has version 1")
    func versions() {
        #expect(StreamVersion(0).next == StreamVersion(1))
        #expect(StreamVersion(9) < StreamVersion(10))
    }
}
