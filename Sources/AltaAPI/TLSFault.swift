import ArchiveEvents

/// Why no secure connection came about, in an operator's words: pure.
enum TLSFault: Equatable {
    /// From when on, and until when a certificate holds.
    typealias Validity = Range<Instant>

    case notTLS
    case otherName
    case expired(Instant)
    case notYetValid(Instant)
    case unknownAuthority
    case incompatible
    case clientCertificateNeeded
    case brokenOff
    case unknown

    /// Reads the library's text, of which nothing is passed on: it holds paths of the machine that built it.
    ///
    /// `validity` is that of the certificate which the server shows, where it could be looked at.
    init(_ text: String, validity: Validity?, at time: Instant) {
        func says(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        if says("failedToValidateHostname", "serverHostnameImpossibleToMatch") {
            self = .otherName
        } else if says("CERTIFICATE_VERIFY_FAILED", "unableToValidateCertificate") {
            self = Self.untrusted(validity, time)
        } else if says("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "UNEXPECTED_RECORD") {
            self = .notTLS
        } else if says("CERTIFICATE_REQUIRED", "UNKNOWN_CA", "BAD_CERTIFICATE", "CERTIFICATE_UNKNOWN") {
            self = .clientCertificateNeeded
        } else if says("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "HANDSHAKE_FAILURE", "INSUFFICIENT_SECURITY") {
            self = .incompatible
        } else if says("EOF during handshake", "uncleanShutdown", "tlsHandshakeTimeout") {
            self = .brokenOff
        } else {
            self = .unknown
        }
    }

    private static func untrusted(_ validity: Validity?, _ time: Instant) -> TLSFault {
        guard let validity else { return .unknownAuthority }
        if time >= validity.upperBound { return .expired(validity.upperBound) }
        return time < validity.lowerBound ? .notYetValid(validity.lowerBound) : .unknownAuthority
    }

    /// What failed, and what to do.
    var sentence: String {
        switch self {
        case .notTLS: "the server does not speak TLS there; check scheme and port of the address (--url)"
        case .otherName: "the certificate is for another name; check the address (--url)"
        case .expired(let time):
            "the certificate has expired (\(time)); have it renewed, and check this machine's clock"
        case .notYetValid(let time): "the certificate is valid from \(time) on only; check this machine's clock"
        case .unknownAuthority:
            "the certificate is not from an authority that is trusted here; check the address, and where the authority is "
                + "your own, name its file with --ca-file"
        case .incompatible: "the server offers no version of TLS that is safe; check the address and the server"
        case .clientCertificateNeeded: "the server wants a certificate of ours; check the address and the server"
        case .brokenOff: "the connection ended before it was secure; check the address and what lies on the way"
        case .unknown: "no secure connection; check the address, the machine's clock and its certificates"
        }
    }
}
