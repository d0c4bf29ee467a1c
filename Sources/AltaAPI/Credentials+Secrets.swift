import AlarmHistory

extension Credentials {
    /// Everything that is proven with, in each spelling in which it is likely to come back.
    var secretTexts: [String] { proof.secretTexts }

    /// Whether the password or token would be recognised where the deployment echoes it: what is short or plain stands
    /// anywhere by chance.
    public var isRecognisable: Bool { secretTexts.prefix(1).allSatisfy { SecretValues.canRecognise($0) } }
}

extension Credentials.Proof {
    /// The password or token first.
    var secretTexts: [String] {
        switch self {
        case .user(_, let password, let secondFactor): [password.value] + (secondFactor?.spellings ?? [])
        case .bearer(let token): [token.value]
        }
    }
}
