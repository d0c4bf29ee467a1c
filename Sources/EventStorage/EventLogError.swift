package import ArchiveEvents

/// Why the log cannot be opened or written.
package enum EventLogError: Error, Sendable, CustomStringConvertible {
    /// The file is no log of this kind.
    case notALog(String)
    /// Stored facts contradict each other.
    case damaged(String)
    /// `head.note` knows of more events than the log has.
    case rolledBack(known: UInt64, found: UInt64)
    /// `head.note` knows another history of the same length.
    case forked(size: UInt64)
    /// The key at hand is not the one that the log's first event names.
    case foreignKey
    /// No room on the disk. What was acknowledged before is safe.
    case diskFull
    /// Someone has been reading one old state of the file for so long that there is no room to go on beside it.
    case heldByReader(bytes: Int)
    /// No event can bear such a time: the clock is wrong.
    case impossibleTime(Instant)
    /// Any other refusal of the database.
    case storage(String)

    /// What happened and what to do.
    package var description: String {
        switch self {
        case .notALog(let what): "\(what); name another directory with --archive"
        case .damaged(let what): "the log is damaged: \(what); run `alarm-history verify` and restore a copy"
        case .rolledBack(let known, let found):
            "the log has \(found) events, but head.note proves that it had \(known): an older copy of log.sqlite was "
                + "put back; restore the newest one"
        case .forked(let size):
            "the first \(size) events are not those that head.note proves: log.sqlite is a copy that went its own way; "
                + "restore the right one"
        case .foreignKey:
            "the key in keys/log.key is not this log's: restore the archive's own folder `keys`"
        case .diskFull: "the disk is full: nothing acknowledged is lost, but nothing more can be recorded; make room"
        case .heldByReader(let bytes):
            "a reader holds an old state of log.sqlite, whose write-ahead log has grown to \(bytes >> 20) MiB: end that "
                + "reader (`fuser log.sqlite` names it); recording goes on by itself then"
        case .impossibleTime(let time):
            "the machine's clock shows a time \(time.milliseconds < 0 ? "before 1970" : "after the year 9999"), which no "
                + "event can bear: set the clock (`timedatectl set-ntp true`)"
        case .storage(let what): "the log could not be read or written: \(what)"
        }
    }
}

extension EventLogError {
    /// Whether it ends once someone makes room: then the same append is worth trying again.
    package var isTemporary: Bool {
        switch self {
        case .diskFull, .heldByReader: true
        default: false
        }
    }
}
