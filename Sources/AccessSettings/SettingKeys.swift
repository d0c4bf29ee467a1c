/// The names of all settings as they stand in the file: one file serves both programs, so each of them knows all names.
package enum SettingKeys {
    /// Keys that belong to one deployment alone.
    static let ownOfDeployment = ["name", "url", "username", "passwordFile", "totpSecretFile", "bearerFile", "paused"]
    /// Keys that a deployment may have for itself, and else takes from the settings for all.
    static let shared = [
        "userAgent", "exchangeDeadline", "proxy", "caFile", "requestBudget", "ongoingInterval", "alertsInterval",
        "zoneLogInterval",
    ]
    /// The keys that an entry of the file's list may have.
    static let ofDeployment = ownOfDeployment + shared
    /// What stands at the top: the settings for all, and those of a single deployment.
    static let ofFile =
        ["archive", "origin", "deployment", "logLevel", "webhookListen", "webhookSecretFile", "requireReason"]
        + ofDeployment.filter { $0 != "name" }
    /// The keys that an entry of the list of commands for webhooks may have.
    static let ofWebhookCommand = [
        "name", "command", "timeLimit", "deployment", "zone", "device", "phase", "detection",
    ]
}
