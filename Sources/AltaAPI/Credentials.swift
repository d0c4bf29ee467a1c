/// Who asks, and how that is proven. Never printed.
public struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    enum Proof: Sendable {
        /// A sign-in that gives cookies, with a second factor where there is one.
        case user(name: String, password: Secret<String>, secondFactor: TOTPSecret?)
        /// A token in every request; there is no sign-in.
        case bearer(Secret<String>)
    }

    let proof: Proof
    /// Reads the proof anew from where it lies; nil where that cannot be done now.
    let renewed: @Sendable () -> Proof?

    /// The e-mail address and password of the deployment's own user, and the secret of its second factor if it has one.
    ///
    /// `renewed` reads password and secret anew, before each sign-in, for a person may have mended them; where it gives
    /// nil, those that were read last stay.
    public init(
        username: String, password: String, secondFactor: TOTPSecret? = nil,
        renewed: @escaping @Sendable () -> (password: String, secondFactor: TOTPSecret?)? = { nil }
    ) {
        proof = .user(name: username, password: Secret(password), secondFactor: secondFactor)
        self.renewed = {
            renewed().map { .user(name: username, password: Secret($0.password), secondFactor: $0.secondFactor) }
        }
    }

    /// A token that the deployment accepts as it is; `renewed` reads it anew once it is refused.
    public init(bearer token: String, renewed: @escaping @Sendable () -> String? = { nil }) {
        proof = .bearer(Secret(token))
        self.renewed = { renewed().map { .bearer(Secret($0)) } }
    }

    /// Whether a token stands in for the sign-in.
    public var isBearer: Bool { !proof.needsSignIn }

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

extension Credentials.Proof: Equatable {
    /// Whether there is a sign-in, which gives a session that can be lost.
    var needsSignIn: Bool {
        if case .user = self { true } else { false }
    }

    /// The header that stands in for cookies, where there is one.
    var headers: [(name: String, value: String)] {
        if case .bearer(let token) = self { [("Authorization", "Bearer \(token.value)")] } else { [] }
    }

    static func == (one: Self, other: Self) -> Bool {
        switch (one, other) {
        case (.user(let name, let password, let factor), .user(let otherName, let otherPassword, let otherFactor)):
            name == otherName && password.value == otherPassword.value && factor == otherFactor
        case (.bearer(let token), .bearer(let otherToken)): token.value == otherToken.value
        case (.user, .bearer), (.bearer, .user): false
        }
    }
}
