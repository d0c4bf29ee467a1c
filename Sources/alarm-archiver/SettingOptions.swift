import AccessSettings
import ArgumentParser

/// The options of all commands of the daemon that speak to a deployment.
struct SettingOptions: ParsableArguments {
    @Option(help: "The archive's directory (default: $STATE_DIRECTORY, else ./archive); made where there is none.")
    var archive: String?

    @Option(help: "A settings file in YAML.")
    var config: String?

    @OptionGroup var access: AccessOptions

    @Option(help: "Requests per minute to one deployment, at most (default: 120).")
    var requestBudget: String?

    @Option(help: "How often ongoing alarms are asked for (default: 5s).")
    var ongoingInterval: String?

    @Option(help: "How often the list of alerts is asked for (default: 60s).")
    var alertsInterval: String?

    @Option(help: "How often each zone's log is asked for (default: 5m).")
    var zoneLogInterval: String?

    @Option(help: "Where webhooks are taken, host:port (default: nowhere).")
    var webhookListen: String?

    @Option(help: "A file that holds the secret which webhooks must bring.")
    var webhookSecretFile: String?

    @Option(help: "The name of a new archive's log, for instance example.org/alarms (default: a random one).")
    var origin: String?

    @Option(help: "trace, debug, info, notice, warning, error or critical (default: notice).")
    var logLevel: String?

    /// What was given, by the key that it has in the file.
    var flags: [String: String] {
        let all: [String: String?] = [
            "archive": archive, "requestBudget": requestBudget, "ongoingInterval": ongoingInterval,
            "alertsInterval": alertsInterval, "zoneLogInterval": zoneLogInterval, "webhookListen": webhookListen,
            "webhookSecretFile": webhookSecretFile, "origin": origin, "logLevel": logLevel,
        ]
        return access.flags.merging(all.compactMapValues { $0 }) { $1 }
    }
}
