import Dispatch
import Foundation
import Synchronization

/// Calls `consume` with what `transform` makes of each element, in order, while further elements are transformed on all
/// cores. At most ``valuesAhead``, or one for each core, are begun or wait. Throws the first error of either.
package func forEachAhead<Element: Sendable, Value: Sendable>(
    _ elements: [Element], transform: @escaping @Sendable (Element) throws -> Value, consume: (Value) throws -> Void
) throws {
    let ahead = Ahead<Value>(count: min(elements.count, max(valuesAhead, ProcessInfo.processInfo.activeProcessorCount)))
    func begin(_ index: Int) {
        guard elements.indices.contains(index) else { return }
        let element = elements[index]
        DispatchQueue.global().async { ahead.put(Result { try transform(element) }, at: index) }
    }
    for index in 0..<ahead.count { begin(index) }
    for index in elements.indices {
        let value = ahead.take(index)
        begin(index + ahead.count)
        try consume(try value.get())
    }
}

/// Values that may wait for the consumer. A fold of views writes its quiet alarms for some 100 ms every now and then; with four
/// runs of lines ahead the other cores idled then, with 32 they do not, and those take some 20 MB.
package let valuesAhead = 32

/// Values that are made before they are asked for, each in a place of its own.
private final class Ahead<Value: Sendable>: Sendable {
    let count: Int
    private let values = Mutex([Int: Result<Value, any Error>]())
    private let arrivals: [DispatchSemaphore]

    init(count: Int) {
        self.count = count
        arrivals = (0..<count).map { _ in DispatchSemaphore(value: 0) }
    }

    func put(_ value: Result<Value, any Error>, at index: Int) {
        values.withLock { $0[index] = value }
        arrivals[index % count].signal()
    }

    /// Waits for the value of an element; each may be taken once.
    func take(_ index: Int) -> Result<Value, any Error> {
        arrivals[index % count].wait()
        guard let value = values.withLock({ $0.removeValue(forKey: index) }) else {
            preconditionFailure("a place was signalled without its value")
        }
        return value
    }
}
