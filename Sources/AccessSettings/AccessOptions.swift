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

    package init() {}

    /// What was given, by the key that it has in the file.
    package var flags: [String: String] {
        let all: [String: String?] = [
            "deployment": deployment, "url": url, "username": username, "passwordFile": passwordFile,
            "totpSecretFile": totpSecretFile, "bearerFile": bearerFile, "userAgent": userAgent,
        ]
        return all.compactMapValues { $0 }
    }
}
