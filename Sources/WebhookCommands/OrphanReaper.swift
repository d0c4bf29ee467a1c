import Foundation
import ServiceLifecycle
import Synchronization

/// Reaps what commands leave behind, where this process is the first of its container (PID 1): whatever loses its parent
/// becomes its child then, and stays a zombie until somebody asks how it ended. On any other machine `init` does that.
///
/// The commands' own processes are their library's to reap, so they are never touched: a status that is taken away would
/// be waited for for ever.
package struct OrphanReaper: Service {
    private let interval: Duration

    /// Looks for zombies as often as that.
    package init(every interval: Duration = .seconds(2)) {
        self.interval = interval
    }

    /// Whether this process has to reap what others left.
    package static var isNeeded: Bool { getpid() == 1 }

    /// Reaps until the service group shuts down.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var patience = OrphanPatience()
            while !Task.isCancelled {
                for pid in patience.orphans(among: Self.zombies()) { waitpid(pid, nil, WNOHANG) }
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// The children of this process that ended and were not reaped.
    private static func zombies() -> [ProcessStatus] {
        guard hasZombie else { return [] }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { pid_t($0).flatMap(ProcessStatus.init(of:)) }
            .filter { $0.parent == getpid() && $0.isZombie }
    }

    /// Asks without reaping; mostly there is none, and nothing has to be read.
    private static var hasZombie: Bool {
        var found = siginfo_t()
        return waitid(P_ALL, 0, &found, WEXITED | WNOHANG | WNOWAIT) == 0 && found.si_signo == SIGCHLD
    }
}

/// Tells what others left from children of our own.
///
/// A command is started as the leader of a process group in our session, so that neither what it left in its group nor what
/// went into another session can be taken for one. What leads a group in our session may be a command that nobody has asked
/// for yet: it counts only after it was left alone for several looks.
struct OrphanPatience {
    private var looks: [pid_t: Int] = [:]
    private let ownGroup = getpgrp()
    private let ownSession = getsid(0)

    /// Those that are to be reaped now.
    mutating func orphans(among zombies: [ProcessStatus]) -> [pid_t] {
        // One that is still awaited has all of its patience left when it no longer is.
        let next = zombies.map { ($0.pid, RunningCommands.contains($0.pid) ? 0 : (looks[$0.pid] ?? 0) + 1) }
        looks = Dictionary(uniqueKeysWithValues: next)
        return zombies.filter { zombie in
            !mayBeOwn(zombie) || looks[zombie.pid] ?? 0 > Self.patience && !RunningCommands.contains(zombie.pid)
        }.map(\.pid)
    }

    /// A child that has not come to lead its group is in ours.
    private func mayBeOwn(_ zombie: ProcessStatus) -> Bool {
        zombie.session == ownSession && (zombie.group == zombie.pid || zombie.group == ownGroup)
    }

    /// Looks at a zombie before it is nobody's: with two seconds between them longer than the end of a command takes.
    private static let patience = 5
}

/// The commands that run now, by the process that leads each.
enum RunningCommands {
    private static let leaders = Mutex<Set<pid_t>>([])

    static func contains(_ pid: pid_t) -> Bool { leaders.withLock { $0.contains(pid) } }

    static func insert(_ pid: pid_t) { leaders.withLock { _ = $0.insert(pid) } }

    static func remove(_ pid: pid_t) { leaders.withLock { _ = $0.remove(pid) } }
}
