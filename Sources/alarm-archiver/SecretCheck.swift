import AlarmHistory
import AltaAPI

/// Checks whether what we prove ourselves with would be recognised where a deployment repeats it, in whatever place.
struct SecretCheck {
    /// A warning for each secret that is too short or too plain.
    let findings: [CheckFinding]

    init(_ settings: Settings) {
        let own = settings.deployments.filter { !$0.credentials.isRecognisable }.map { deployment in
            Self.warning(deployment.credentials.isBearer ? "the token" : "the password", deployment.name)
        }
        let webhook = settings.webhookSecret.map { String(decoding: $0.value, as: UTF8.self) }
        findings =
            own + (webhook.map { SecretValues.canRecognise($0) } ?? true ? [] : [Self.warning("the webhooks' secret")])
    }

    private static func warning(_ what: String, _ deployment: String? = nil) -> CheckFinding {
        .warning(
            .settings, "\(what) is so short or plain that it may stay in the archive where a deployment repeats it",
            advice: "take one of eight characters or more, with letters and digits", of: deployment)
    }
}
