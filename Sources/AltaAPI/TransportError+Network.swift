import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

extension TransportError {
    /// The libraries' errors in an operator's words. Their own text names no header and no body.
    init(_ error: any Error, host: String, proxy: ProxyAddress?) {
        let kind = Kind(error)
        if let proxy, let sentence = Self.sentence(error as? HTTPClientError, kind, host, proxy) {
            self.init(sentence, kind: kind)
        } else {
            self.init(
                kind.sentence(host, (error as? HTTPClientError)?.shortDescription ?? "\(type(of: error))"), kind: kind)
        }
    }

    /// What there is to say of the proxy; nil where it is not to blame.
    private static func sentence(
        _ error: HTTPClientError?, _ kind: Kind, _ host: String, _ proxy: ProxyAddress
    ) -> String? {
        let advice = "check the setting proxy, HTTPS_PROXY and NO_PROXY"
        if error == .proxyAuthenticationRequired {
            return
                "the proxy \(proxy) asks for a name and a password; give them in the settings file or the environment"
        }
        if error == .invalidProxyResponse || error == .httpProxyHandshakeTimeout {
            return "the proxy \(proxy) does not connect to \(host); \(advice)"
        }
        switch kind {
        case .unknownName, .unreachable:
            return "\(host) cannot be reached, since its proxy \(proxy) cannot be; \(advice)"
        case .timedOut: return "\(host) did not answer in time through the proxy \(proxy); \(advice)"
        case .untrusted, .answerLost, .other: return nil
        }
    }
}

extension TransportError.Kind {
    init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError: self.init(error)
        case let error as NIOConnectionError: self = error.foundNoAddress ? .unknownName : .unreachable
        case ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed, ChannelError.outputClosed,
            ChannelError.inputClosed, ChannelError.eof:
            // The connection was kept, and closed by the other side while the request was on its way.
            self = .answerLost
        case is ChannelError: self = .unreachable
        case let error as IOError: self = Self.refusals.contains(error.errnoCode) ? .unreachable : .answerLost
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self = .untrusted
        default: self = .other
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .tlsHandshakeTimeout: self = .untrusted
        case .connectTimeout, .proxyAuthenticationRequired, .invalidProxyResponse, .httpProxyHandshakeTimeout:
            self = .unreachable
        case .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout: self = .timedOut
        case .remoteConnectionClosed, .uncleanShutdown: self = .answerLost
        default: self = .other
        }
    }

    /// What connecting meets; all else happens on a connection that stood.
    private static let refusals: Set<CInt> = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN, ETIMEDOUT]

    fileprivate func sentence(_ host: String, _ what: String) -> String {
        switch self {
        case .unknownName:
            "\(host) cannot be reached: its name is not known; check the address (--url) and the name server"
        case .unreachable: "\(host) cannot be reached; check the address (--url) and the network"
        case .untrusted: "\(host): no secure connection; check the address, the machine's clock and certificates"
        case .timedOut: "\(host) did not answer in time; check the network and the address"
        case .answerLost:
            "\(host) closed the connection after the request was sent, before an answer came; it is asked again"
        case .other: "\(host) gave no answer (\(what)); check the address (--url) and the network"
        }
    }
}

extension NIOConnectionError {
    /// Whether the name already led nowhere, so that no connection was ever tried.
    fileprivate var foundNoAddress: Bool { connectionErrors.isEmpty && (dnsAError != nil || dnsAAAAError != nil) }
}
