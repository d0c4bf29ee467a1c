import Foundation

/// What processes use, as the system accounts it.
enum ProcessUse {
    /// Seconds of CPU that this process has used, in all its threads.
    static var own: Double { seconds(of: RUSAGE_SELF) }

    /// Seconds of CPU that this process's children used which have ended.
    static var endedChildren: Double { seconds(of: RUSAGE_CHILDREN) }

    /// Seconds of CPU that another process has used so far.
    static func seconds(of process: Int32) throws -> Double {
        let line = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        // Behind the name, which may hold anything, the 12th and 13th field are ticks in user and system mode.
        let fields = line.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw BenchmarkFailure(what: "/proc/\(process)/stat is not what was expected")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The highest resident size of a process, in bytes.
    static func peakMemory(of process: Int32) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) * 1024
    }

    private static func seconds(of whom: __rusage_who) -> Double {
        var usage = rusage()
        getrusage(whom.rawValue, &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
}
