import HTTPDoor
import Testing

@Suite("Who has to leave a door when there are too many")
struct ConnectionTableTests {
    private static let limits = ConnectionTable<Int>.Limits(
        comfortable: 4, most: 8, grace: 1000, fullGrace: 300, trustedGrace: 5000)

    private func table(_ count: Int, peer: String = "a") -> ConnectionTable<Int> {
        var table = ConnectionTable<Int>(Self.limits)
        for id in 0..<count { table.open(id, peer: peer, at: 0) }
        return table
    }

    @Test("nobody, as long as there are few, however long they say nothing")
    func few() {
        #expect(table(4).surplus(at: 1_000_000).isEmpty)
        #expect(table(5).surplus(at: 999).isEmpty, "nor before the time that everybody has")
    }

    @Test("all that had their time and sent no whole request, dripping or silent; who comes later stays")
    func idle() {
        var table = table(6)
        table.open(6, peer: "b", at: 900)
        table.change(1, to: .receiving(isTrusted: false), at: 0)
        table.change(2, to: .answering, at: 0)
        table.change(3, to: .receiving(isTrusted: true), at: 0)
        #expect(table.nextEnd(after: 0) == 1000)
        #expect(Set(table.surplus(at: 1000)) == [0, 1, 4, 5])
    }

    @Test("once it is full, they have less time: who queues outside cannot be seen")
    func full() {
        var table = table(40)
        table.open(40, peer: "b", at: 299)
        #expect(table.surplus(at: 299).isEmpty && table.nextEnd(after: 299) == 300)
        #expect(Set(table.surplus(at: 300)) == Set(0..<40) && table.nextEnd(after: 300) == 599)
        for id in 0..<40 { table.close(id) }
        #expect(table.surplus(at: 1_000_000).isEmpty && table.nextEnd(after: 0) == nil)
    }

    @Test("what proves nothing gives no more time, however often it is sent; what proves something does")
    func proof() {
        var table = table(6)
        for time in [Int64(300), 600, 999] {
            for state in [ConnectionTable<Int>.State.receiving(isTrusted: false), .waiting] {
                for id in 0..<4 { table.change(id, to: state, at: time) }
            }
        }
        table.change(4, to: .receiving(isTrusted: true), at: 999)
        table.change(5, to: .answering, at: 998)
        table.change(5, to: .waiting, at: 999)
        #expect(table.nextEnd(after: 999) == 1000)
        #expect(Set(table.surplus(at: 1000)) == Set(0..<4) && table.nextEnd(after: 1000) == 1999)
    }

    @Test(
        "of those that showed that they may send, as many as needed: who holds most connections first, then the oldest")
    func trusted() {
        var table = table(4)
        for id in 4..<7 { table.open(id, peer: "b", at: Int64(id)) }
        for id in 0..<7 { table.change(id, to: .receiving(isTrusted: true), at: Int64(10 - id)) }
        #expect(table.surplus(at: 4000).isEmpty)
        #expect(table.surplus(at: 6000) == [3, 2, 1])
    }

    @Test("nobody whose request is being answered, and nobody who is gone")
    func answering() {
        var table = table(6)
        for id in 0..<6 { table.change(id, to: .answering, at: 0) }
        #expect(table.surplus(at: 1_000_000).isEmpty)
        table.change(0, to: .waiting, at: 10)
        table.close(0)
        #expect(table.count == 5 && table.surplus(at: 1_000_000).isEmpty)
    }

    @Test("a head that does not come is known by when the waiting began")
    func waiting() {
        var table = table(1)
        #expect(table.waitingSince(0) == 0)
        table.change(0, to: .receiving(isTrusted: true), at: 5)
        #expect(table.waitingSince(0) == nil)
        table.change(0, to: .waiting, at: 9)
        #expect(table.waitingSince(0) == 9 && table.waitingSince(1) == nil)
    }
}
