import Dispatch
import Foundation
import Synchronization

/// What `transform` makes of each element, on as many cores as there are; in order. Throws one of the errors.
package func concurrentMap<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ transform: @Sendable (Element) throws -> Value
) throws -> [Value] {
    // Handing a few elements to another thread costs more than they do.
    guard elements.count > 4 else { return try elements.map(transform) }
    let pieces = min(elements.count, 2 * ProcessInfo.processInfo.activeProcessorCount)
    let results = Mutex([Int: Result<[Value], any Error>]())
    DispatchQueue.concurrentPerform(iterations: pieces) { piece in
        let range = elements.count * piece / pieces..<elements.count * (piece + 1) / pieces
        let result = Result { try elements[range].map(transform) }
        results.withLock { $0[piece] = result }
    }
    let whole = results.withLock { $0 }
    return try (0..<pieces).flatMap { try whole[$0]?.get() ?? [] }
}
