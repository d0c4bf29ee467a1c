public import AltaSimulator
public import Testing

/// What the archive makes of each fault. No switch here has a default: a new fault comes with what is expected of it.
///
/// The faults of orders are left out, since an archive gives none: the simulator's own tests name them.
@Suite("What the archive makes of a fault")
struct FaultTests {
    private static let kinds = FaultKind.all.filter { kind in
        guard case .action = kind else { return true }
        return false
    }

    @Test("nothing is lost or made up, and what could not be seen is a gap", arguments: kinds)
    func outcome(of kind: FaultKind) async throws {
        switch kind {
        case .login(let fault): try await login(fault)
        case .status(let fault): try await status(fault)
        case .delivery(let fault): try await delivery(fault)
        case .content(let fault): try await content(fault)
        case .time(let fault): try await time(fault)
        case .life(let fault): try await life(fault)
        case .webhook(let fault): try await webhook(fault)
        case .action: Issue.record("an archive gives no orders")
        }
    }
}

extension FaultKind: CustomTestStringConvertible {
    /// Its name, as on command lines.
    public var testDescription: String { name }
}
