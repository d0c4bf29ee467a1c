import ArgumentParser

/// The options of all commands that speak to a deployment.
struct SettingOptions: ParsableArguments {
    @Option(help: "The archive's directory (default: $STATE_DIRECTORY, else ./archive); made where there is none.")
    var archive: String?

    @Option(help: "A settings file in YAML.")
    var config: String?

    @Option(help: "A short name for the deployment: lower-case letters, digits, hyphens.")
    var deployment: String?

    @Option(help: "The deployment's address, https://<deployment>.<region>.alta.avigilon.com.")
    var url: String?

    @Option(help: "The e-mail address of the deployment's own user.")
    var username: String?

    @Option(help: "A file that holds the password in its first line; - reads standard input.")
    var passwordFile: String?

    @Option(help: "A file that holds the secret of the user's second factor: base 32, or an otpauth:// URL.")
    var totpSecretFile: String?

    @Option(help: "A file that holds a bearer token, instead of user and password.")
    var bearerFile: String?

    @Option(help: "How the archiver introduces itself (default: alarm-archiver/<version>).")
    var userAgent: String?

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
            "archive": archive, "deployment": deployment, "url": url, "username": username,
            "passwordFile": passwordFile, "totpSecretFile": totpSecretFile, "bearerFile": bearerFile,
            "userAgent": userAgent, "requestBudget": requestBudget, "ongoingInterval": ongoingInterval,
            "alertsInterval": alertsInterval, "zoneLogInterval": zoneLogInterval,
            "webhookListen": webhookListen, "webhookSecretFile": webhookSecretFile, "origin": origin,
            "logLevel": logLevel,
        ]
        return all.compactMapValues { $0 }
    }
}
