import Subprocess
import SystemPackage

/// Runs one command to its end, within its bounds.
struct CommandExecution: Sendable {
    /// A line for `/bin/sh -c`.
    let command: String
    /// All variables.
    let environment: [String: String]
    /// How long it may take.
    let timeLimit: Duration

    /// Runs the command. Where the surrounding task is cancelled, the command is ended as one that takes too long is.
    /// Returns after everything in the command's process group was ended.
    func run() async -> (end: CommandEnd, output: CommandOutput) {
        let supervision = CommandSupervision()
        return await withTaskCancellationHandler {
            // A task of its own, which is not cancelled: a command that is told to stop has its time for it.
            await Task { await run(supervision) }.value
        } onCancel: {
            supervision.stop(.cancelled)
        }
    }

    private func run(_ supervision: CommandSupervision) async -> (end: CommandEnd, output: CommandOutput) {
        let began = ContinuousClock.now
        let timer = Task {
            try await Task.sleep(for: timeLimit)
            supervision.stop(.timedOut)
        }
        defer { timer.cancel() }
        // Descriptors above standard error are closed by the library, and signals reset to their defaults.
        let result = try? await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", command], environment: .custom(variables), platformOptions: options,
            input: .none, output: .sequence, error: .sequence
        ) { await supervision.watch($0, longest: timeLimit) }
        var end = CommandEnd(outcome: .notStarted)
        if let result { end = Self.end(result.closureResult, result.terminationStatus) }
        end.duration = Int64((ContinuousClock.now - began) / .milliseconds(1))
        end.outputBytes = supervision.output.count
        return (end, supervision.output)
    }

    private static func end(_ stop: CommandSupervision.Stop, _ status: TerminationStatus) -> CommandEnd {
        switch (stop, status) {
        case (.timedOut, _): CommandEnd(outcome: .timedOut)
        case (.tooMuchOutput, _): CommandEnd(outcome: .tooMuchOutput)
        case (_, .exited(let code)): CommandEnd(outcome: .exited, exit: code)
        case (_, .signaled): CommandEnd(outcome: .signalled)
        }
    }

    /// A process group of its own, led by the shell.
    private var options: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        return options
    }

    private var variables: [[UInt8]] { environment.map { Array("\($0.key)=\($0.value)\0".utf8) } }
}
