import Foundation

/// A command with everything that it started and that stayed in its group.
///
/// Use it only while the leader is not reaped: so long no other group can get its number.
struct ProcessGroup: Sendable {
    /// The leader's process id, and the group's.
    let leader: pid_t

    /// Ends the group: SIGTERM, time to comply, SIGKILL.
    func end() async {
        guard isAlive else { return }
        kill(-leader, SIGTERM)
        let deadline = ContinuousClock.now + Self.grace
        while isAlive, ContinuousClock.now < deadline { try? await Task.sleep(for: Self.pause) }
        kill(-leader, SIGKILL)
    }

    /// Whether any process of the group runs. One that ended and was not reaped does not.
    private var isAlive: Bool {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.contains { entry in
            guard let status = pid_t(entry).flatMap(ProcessStatus.init(of:)) else { return false }
            return status.group == leader && !status.isZombie
        }
    }

    /// How long a group may take to comply.
    static let grace = Duration.seconds(5)
    /// Between two looks whether it did.
    private static let pause = Duration.milliseconds(20)
}
