package import EventStorage
import TransparencyLog

/// Checks a proof as somebody does who has its bytes, the event's line and the log's key; how many events are signed.
package func checkProof(_ proof: String, line: ArraySlice<UInt8>, verifierKey: String) throws -> UInt64 {
    let proof = try TransparencyLogProof(Array(proof.utf8))
    return try proof.verify(line: line, verifiers: [try NoteVerifier(verifierKey: verifierKey)]).size
}

/// The key of a log, as its first event names it.
package func verifierKey(of store: SQLiteBlockStore) throws -> String? {
    try store.read { try LogReader.verifier(of: $0)?.verifierKey }
}
