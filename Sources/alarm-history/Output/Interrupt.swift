import Foundation
import Projections
import Synchronization

/// What Ctrl-C does while a question is asked: it stops that one, which is then told as interrupted. A second Ctrl-C ends the
/// program at once.
enum Interrupt {
    static func stops(_ question: ReadQuery) {
        stoppable.store(question.interrupter.address, ordering: .sequentiallyConsistent)
        signal(SIGINT, stop)
    }
}

/// Where the question can be stopped, which a handler of signals may read.
private let stoppable = Atomic<UInt>(0)

private func stop(_ number: Int32) {
    signal(number, SIG_DFL)
    ReadQuery.Interrupter(address: stoppable.load(ordering: .sequentiallyConsistent)).interrupt()
}
