/// How soon somebody must act, in the words of the priority mix. An alarm has the priority that the vendor's importance of its
/// rule is mapped to (preset `patterns-default`, member `priorities`); without a word that is known it has none.
public enum AlarmPriority: String, Sendable, CaseIterable {
    case low, medium, high, highest
}
