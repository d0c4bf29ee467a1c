import AsyncHTTPClient
import NIOSSL

/// Which way requests go to a deployment, and whose certificates are trusted on it.
public struct NetworkRoute: Sendable {
    /// The proxy that they go through; nil where they go directly.
    public var proxy: ProxyAddress?
    /// A file of certificates (PEM) of authorities that are trusted besides the others.
    public var additionalAuthorities: String?
    /// A file of certificates (PEM) of the authorities that are trusted instead of the system's.
    public var authorities: String?

    /// The direct way, with the authorities that the system trusts.
    public init() {}

    /// In words, for whoever checks it.
    public var description: String {
        let way = proxy.map { "through the proxy \($0.description)" } ?? "directly"
        let own = additionalAuthorities.map { ", trusting the authorities in \($0) besides" } ?? ""
        return way + (authorities.map { ", trusting the authorities in \($0)" } ?? "") + own
    }

    /// Whether a file holds certificates that can be read.
    public static func holdsAuthorities(_ path: String) -> Bool {
        (try? NIOSSLCertificate.fromPEMFile(path))?.isEmpty == false
    }

    /// Nil where nothing differs from the client's own.
    var trust: TLSConfiguration? {
        guard authorities != nil || additionalAuthorities != nil else { return nil }
        var trust = TLSConfiguration.makeClientConfiguration()
        if let authorities { trust.trustRoots = .file(authorities) }
        if let additionalAuthorities { trust.additionalTrustRoots = [.file(additionalAuthorities)] }
        return trust
    }
}

/// An HTTP proxy. What it asks for as proof is never printed.
public struct ProxyAddress: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// A name or an address.
    public let host: String
    /// Its port.
    public let port: Int
    private let proof: Secret<(name: String, password: String)>?

    /// A proxy, and by what name and password it lets us pass, where it asks for them.
    public init(host: String, port: Int, proof: (name: String, password: String)? = nil) {
        self.host = host
        self.port = port
        self.proof = proof.map { Secret($0) }
    }

    /// Host and port.
    public var description: String { "\(host):\(port)" }
    /// Host and port.
    public var debugDescription: String { description }

    var configuration: HTTPClient.Configuration.Proxy {
        .server(
            host: host, port: port,
            authorization: proof.map { .basic(username: $0.value.name, password: $0.value.password) })
    }
}
