package import ArgumentParser

/// The options of all commands, of either program, that speak to a deployment.
package struct AccessOptions: ParsableArguments {
    @Option(help: "A short name for the deployment: lower-case letters, digits, hyphens.")
    package var deployment: String?

    @Option(help: "The deployment's address, https://<deployment>.<region>.alta.avigilon.com.")
    package var url: String?

    @Option(help: "The e-mail address of the deployment's own user.")
    package var username: String?

    @Option(help: "A file that holds the password in its first line; - reads standard input.")
    package var passwordFile: String?

    @Option(help: "A file that holds the secret of the user's second factor: base 32, or an otpauth:// URL.")
    package var totpSecretFile: String?

    @Option(help: "A file that holds a bearer token, instead of user and password.")
    package var bearerFile: String?

    @Option(help: "How the program introduces itself (default: alarm-archiver/<version>).")
    package var userAgent: String?

    @Option(help: "How long an exchange with the deployment may take, from connection to last byte (default: 30s).")
    package var exchangeDeadline: String?

    @Option(help: "The HTTP proxy, http://host:port, or none (default: HTTPS_PROXY and NO_PROXY of the environment).")
    package var proxy: String?

    @Option(help: "A file of certificates (PEM) of authorities to be trusted besides the system's.")
    package var caFile: String?

    package init() {}

    /// What was given, by the key that it has in the file.
    package var flags: [String: String] {
        let all: [String: String?] = [
            "deployment": deployment, "url": url, "username": username, "passwordFile": passwordFile,
            "totpSecretFile": totpSecretFile, "bearerFile": bearerFile, "userAgent": userAgent,
            "exchangeDeadline": exchangeDeadline,
            "proxy": proxy, "caFile": caFile,
        ]
        return all.compactMapValues { $0 }
    }
}
