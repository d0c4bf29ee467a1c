import AccessSettings
import AltaAPI
import AltaOperator
import Archive
import ArgumentParser

/// The options of all commands that speak to a deployment.
struct VendorOptions: ParsableArguments {
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var access: AccessOptions

    /// Calls `body` with what is known of the deployment and with a client of it.
    func withVendor<Value>(_ body: (Vendor) async throws -> Value) async throws -> Value {
        let source = try archive.settings(access.flags)
        let entries = try source.deployments()
        guard entries.count == 1, let entry = entries.first else {
            let names = entries.map(\.name.text).joined(separator: ", ")
            throw SettingsError("there are \(entries.count) deployments (\(names)): name one with --deployment")
        }
        let access = try DeploymentAccess(entry)
        let requiresReason = try source.value("requireReason")?.flag() ?? false
        let directory = archive.directory(source)
        let transport = access.transport()
        let vendor = Vendor(
            access: access, transport: transport, directory: directory, requiresReason: requiresReason)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(vendor))
        } catch {
            result = .failure(error)
        }
        try? await transport.shutdown()
        return try result.get()
    }
}

/// A deployment that is spoken to, and the archive that is told of it.
struct Vendor {
    let access: DeploymentAccess
    let client: OperatorClient
    /// What is recorded here while no archiver runs must not be dated by a clock that the deployment contradicts.
    let clock = DisciplinedClock(SystemWallClock())
    let directory: ArchiveDirectory
    let requiresReason: Bool

    init(access: DeploymentAccess, transport: any HTTPTransport, directory: ArchiveDirectory, requiresReason: Bool) {
        self.access = access
        self.directory = directory
        self.requiresReason = requiresReason
        client = OperatorClient(
            credentials: access.credentials, transport: transport, clock: clock, userAgent: access.userAgent)
    }
}
