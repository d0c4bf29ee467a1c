/// What counts as one.
public enum AnnunciationUnit: String, Sendable, CaseIterable {
    /// An alarm, whatever was merged into it.
    case alarm
    /// A detection: each that was merged into an alarm has that alarm's verdict, verification and end.
    case detection
}

/// How many alarms tell which detections were merged into them.
public struct DetectionsTold: Sendable, Hashable {
    /// Alarms that list them.
    public var listed = 0
    /// Alarms that do not, though they were merged, do not say whether they were, or were erased: each of them counts once.
    public var unlisted = 0

    /// None so far.
    public init() {}
}
