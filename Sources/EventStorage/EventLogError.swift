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
    /// Somebody else wrote into the log while this writer had it.
    case foreignWriter(known: UInt64, found: UInt64)
    /// No room on the disk. What was acknowledged before is safe.
    case diskFull
    /// Someone has been reading one old state of the file for so long that there is no room to go on beside it.
    case heldByReader(bytes: Int)
    /// Another program has locked the file.
    case locked
    /// Files of the archive were moved, removed or replaced under its writer.
    case misplaced(String)
    /// The file may not be opened, or not be written.
    case inaccessible(String)
    /// The disk or the system does not do what it should.
    case failing(String)
    /// A commit failed, and whether it stands cannot be found out now. The same append tried again finds out, and
    /// records nothing twice.
    case undecided(String)
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
                + "put back, or one without its log.sqlite-wal; restore the newest one"
        case .forked(let size):
            "the first \(size) events are not those that head.note proves: log.sqlite is a copy that went its own way; "
                + "restore the right one"
        case .foreignKey:
            "the key in keys/log.key is not this log's: restore the archive's own folder `keys`"
        case .foreignWriter(let known, let found):
            "another program wrote into log.sqlite, which has \(found) events where this archiver left \(known): end "
                + "that program, run `alarm-history verify`, and start again"
        case .diskFull: "the disk is full: nothing acknowledged is lost, but nothing more can be recorded; make room"
        case .heldByReader(let bytes):
            "a reader holds an old state of log.sqlite, whose write-ahead log has grown to \(bytes >> 20) MiB: end that "
                + "reader (`fuser log.sqlite` names it); recording goes on by itself then"
        case .locked:
            "another program holds log.sqlite locked: end it (`fuser log.sqlite` names it); recording goes on by itself "
                + "then"
        case .misplaced(let what):
            "\(what): nothing can be recorded until the archive's own files are back in their place; what this process "
                + "still holds of them goes when it ends (`ls -l /proc/<its pid>/fd` shows it)"
        case .inaccessible(let what):
            "log.sqlite may not be opened or written (\(what)): check who owns the archive's directory, and that its "
                + "disk is not mounted read-only"
        case .failing(let what): "the log could not be read or written: \(what); check the disk"
        case .undecided(let what): "it is not known yet whether the last events are recorded: \(what)"
        case .impossibleTime(let time):
            "the machine's clock shows a time \(time.milliseconds < 0 ? "before 1970" : "after the year 9999"), which no "
                + "event can bear: set the clock (`timedatectl set-ntp true`)"
        case .storage(let what): "the log could not be read or written: \(what)"
        }
    }
}

extension EventLogError {
    /// Whether the same append is worth trying again: always, but where the log turns out not to be this writer's, or
    /// the events bear a time that none can bear.
    package var isTemporary: Bool {
        if case .impossibleTime = self { return false }
        return !isFinal
    }

    /// Whether the log turns out not to be this writer's, so that nothing is to be recorded any more.
    package var isFinal: Bool {
        switch self {
        case .rolledBack, .forked, .foreignKey, .foreignWriter: true
        default: false
        }
    }

    /// Whether a log that cannot be opened is worth waiting for: what hinders passes by itself, or once someone makes
    /// room or ends a program.
    package var passesByItself: Bool {
        switch self {
        case .diskFull, .heldByReader, .locked, .failing: true
        default: false
        }
    }

    /// What a gap says of it: without paths of the machine.
    package var gapDetail: String {
        switch self {
        case .diskFull: "the disk was full"
        case .heldByReader: "a reader held an old state of the log"
        case .locked: "another program held the log locked"
        case .misplaced: "the archive's files were not in their place"
        case .inaccessible: "the log could not be opened for writing"
        default: "the log could not be written"
        }
    }
}
