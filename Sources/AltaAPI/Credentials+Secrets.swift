public import AlarmHistory

extension Credentials {
    /// Whether the password or token would be recognised where the deployment echoes it: what is short or plain stands
    /// anywhere by chance.
    public var isRecognisable: Bool {
        proof.secretTexts.prefix(1).allSatisfy { SecretValues.canRecognise($0.text, of: $0.origin) }
    }
}

extension Credentials.Proof {
    /// Everything that is proven with, in each spelling in which it is likely to come back, the password or token first.
    var secretTexts: [KnownText] {
        switch self {
        case .user(_, let password, let secondFactor):
            [KnownText(text: password.value, origin: .person)]
                + (secondFactor?.spellings ?? []).map { KnownText(text: $0, origin: .program) }
        case .bearer(let token): [KnownText(text: token.value, origin: .program)]
        }
    }
}

/// A secret, and who made it up.
struct KnownText: Hashable {
    let text: String
    let origin: SecretValues.Origin
}

extension SecretValues {
    init(_ texts: [KnownText]) {
        self.init()
        for known in texts { insert(known) }
    }

    mutating func insert(_ known: KnownText) { insert(known.text, of: known.origin) }

    /// Looks for what `credentials` hold, too.
    public mutating func insert(secretsOf credentials: Credentials) {
        for known in credentials.proof.secretTexts { insert(known) }
    }
}
