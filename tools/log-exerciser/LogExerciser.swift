import ArgumentParser

/// The fault campaign's hand: works on an archive as the archiver would, so that things can be done to it meanwhile.
@main
struct LogExerciser: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log-exerciser",
        abstract: "Appends to an archive, seals and flushes it as told; or tampers with a copy and looks who notices.",
        discussion: """
            EXAMPLES
              log-exerciser run --archive a append:20x3 seal flush
              log-exerciser run --archive a --seed 7 --on-error go-on forever
              log-exerciser tamper a --bits 2
            """,
        subcommands: [RunCommand.self, TamperCommand.self])
}

/// A sentence for whoever started the program.
struct ExerciseFailure: Error, CustomStringConvertible {
    let description: String
}
