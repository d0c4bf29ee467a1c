import EventStorage
package import TransparencyLog

extension Verifier {
    /// What came of a verification.
    package struct Report: Sendable {
        /// Events read.
        package internal(set) var size: UInt64 = 0
        /// The root over them; nil where it could not be computed.
        package internal(set) var root: TreeHash?
        /// What is wrong, in the order in which it was found.
        package var findings: [Finding] { list.listed }
        /// How much more is wrong than is listed.
        package var unlisted: Int { list.unlisted }
        /// What is to be known of a log that may well be sound.
        package internal(set) var notices: [Notice] = []
        /// Whose log it is; nil where not even that could be read.
        package internal(set) var identity: LogIdentity?
        /// Whether the log's key is the one that was given; without one, only the log itself names it.
        package internal(set) var isKeyGiven = false
        /// Why the log was not read to its end. That says nothing of whether it is sound.
        package internal(set) var failure: UnreadLog?

        var list = FindingList()

        /// Whether all was read and nothing is wrong.
        package var isSound: Bool { findings.isEmpty && failure == nil }
    }
}

/// Something to be known that is no fault of the log.
package struct Notice: Sendable, Hashable {
    /// What kind it is; stable, for scripts.
    package enum Code: String, Sendable, CaseIterable {
        /// Another program made statistics tables in the log's file.
        case statistics
        /// The file was possibly copied without its write-ahead log, or is known to be older than its archive.
        case olderCopy = "older-copy"
        /// Nothing tells how many events there should be.
        case noHeadNote = "no-head-note"
        /// `head.note` was lost once, as an event says.
        case lostHeadNote = "lost-head-note"
        /// Erased events whose authorisation was not looked for.
        case uncheckedErasures = "unchecked-erasures"
    }

    /// What kind it is.
    package let code: Code
    /// One sentence.
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// The log could not be read to its end. Busy, forbidden, short of memory or of descriptors, a failing disk: none of it
/// contradicts what is stored, so none of it makes a log unsound.
package struct UnreadLog: Error, Sendable, CustomStringConvertible {
    private let path: String
    private let reason: String

    /// Nil where `error` tells of what is stored, and not of reading it.
    init?(_ error: any Error, path: String) {
        switch error {
        case EventLogError.damaged, EventLogError.notALog, EventLogError.rolledBack, EventLogError.forked,
            EventLogError.foreignKey, is BlockDamage, is NoteError:
            return nil
        case EventLogError.storage(let what): reason = what
        case let error as SystemError: reason = "\(error); \(error.advice)"
        default: reason = "\(error)"
        }
        self.path = path
    }

    /// What happened and what to do.
    package var description: String {
        "\(path) could not be read to its end, so nothing is said of whether it is sound: \(reason)"
    }
}
