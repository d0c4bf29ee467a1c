import Dispatch
import EventStorage
import Foundation
import Synchronization
import Testing

@Suite("Working ahead on all cores")
struct ForEachAheadTests {
    private struct Failure: Error, Equatable {
        let number: Int
    }

    private static let ahead = max(valuesAhead, ProcessInfo.processInfo.activeProcessorCount)

    @Test("gives everything once, in order", arguments: [0, 1, 2, 7, 1000])
    func order(count: Int) throws {
        var seen: [Int] = []
        try forEachAhead(Array(0..<count), transform: { $0 * 3 }) { seen.append($0) }
        #expect(seen == (0..<count).map { $0 * 3 })
    }

    @Test("has a few elements ahead at most")
    func bounded() throws {
        let begun = Mutex(0)
        var consumed = 0
        try forEachAhead(Array(0..<500), transform: { _ in begun.withLock { $0 += 1 } }) { _ in
            consumed += 1
            #expect(begun.withLock { $0 } <= consumed + Self.ahead)
        }
        #expect(begun.withLock { $0 } == 500)
    }

    @Test("throws the first error in the order of the elements, after what stands before it")
    func firstError() {
        let later = DispatchSemaphore(value: 0)
        var seen: [Int] = []
        let error = #expect(throws: Failure.self) {
            try forEachAhead([0, 1, 2, 3]) { number -> Int in
                // The second one fails only after the last has.
                if number == 1 { later.wait() }
                defer { if number == 3 { later.signal() } }
                if number.isMultiple(of: 2) { return number }
                throw Failure(number: number)
            } consume: {
                seen.append($0)
            }
        }
        #expect(error == Failure(number: 1))
        #expect(seen == [0])
    }

    @Test("throws what the consumer throws, and what is under way comes to its end by itself")
    func consumerThrows() {
        let gate = DispatchSemaphore(value: 0)
        let done = DispatchSemaphore(value: 0)
        let error = #expect(throws: Failure.self) {
            try forEachAhead(Array(0..<1000)) { number -> [Int] in
                if number > 0 { gate.wait() }
                defer { done.signal() }
                return Array(repeating: number, count: 1000)
            } consume: { _ in
                throw Failure(number: -1)
            }
        }
        #expect(error == Failure(number: -1))
        // The first one, those that were ahead of it, and one that took its place.
        for _ in 0..<Self.ahead { gate.signal() }
        for _ in 0..<Self.ahead + 1 { #expect(done.wait(timeout: .now() + .seconds(60)) == .success) }
        #expect(done.wait(timeout: .now()) == .timedOut)
    }
}
