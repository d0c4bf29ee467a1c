/// Who asks, and how that is proven. Never printed.
public struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    enum Proof: Sendable {
        /// A sign-in that gives cookies, with a second factor where there is one.
        case user(name: String, password: Secret<String>, secondFactor: TOTPSecret?)
        /// A token in every request; there is no sign-in.
        case bearer(Secret<String>)
    }

    let proof: Proof

    /// The e-mail address and password of the deployment's own user, and the secret of its second factor if it has one.
    public init(username: String, password: String, secondFactor: TOTPSecret? = nil) {
        proof = .user(name: username, password: Secret(password), secondFactor: secondFactor)
    }

    /// A token that the deployment accepts as it is.
    public init(bearer token: String) {
        proof = .bearer(Secret(token))
    }

    /// Whether a token stands in for the sign-in.
    public var isBearer: Bool { !needsSignIn }

    /// Whether there is a sign-in, which gives a session that can be lost.
    var needsSignIn: Bool {
        if case .user = proof { true } else { false }
    }

    /// The header that stands in for cookies, where there is one.
    var headers: [(name: String, value: String)] {
        if case .bearer(let token) = proof { [("Authorization", "Bearer \(token.value)")] } else { [] }
    }

    /// Not the password and not the token.
    public var description: String {
        switch proof {
        case .user(let name, _, _): "credentials of \(name)"
        case .bearer: "a bearer token"
        }
    }
    /// Not the password and not the token.
    public var debugDescription: String { description }
}
