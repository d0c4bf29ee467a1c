import EventStorage
import TransparencyLog

/// Holds the log against `head.note` beside it, which must be read before the log: the archiver may go on meanwhile.
struct HeadCheck {
    private let note: Result<String?, any Error>

    /// The note at `path`; a log by itself has none.
    init(_ path: String?) {
        note = Result { try path.flatMap { try HeadNote(path: $0).read() } }
    }

    func findings(_ log: any StoredLog) -> [Finding] {
        do {
            guard let verifier = try LogReader.verifier(of: log) else {
                return [Finding(.head, "0", "the first event does not name the log's key")]
            }
            try HeadGuard(verifier: verifier).check(log, note: try note.get())
            return []
        } catch {
            return [Finding(.head, "head.note", "\(error)")]
        }
    }
}
