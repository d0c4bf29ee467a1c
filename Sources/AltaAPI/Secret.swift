/// Something that must not be seen: whatever prints or inspects it shows that it is hidden, and nothing of it.
public struct Secret<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// What is hidden; whoever reads it takes care that it goes nowhere but where it belongs.
    public let value: Value

    /// Hides a value.
    public init(_ value: Value) {
        self.value = value
    }

    /// Says that it is hidden.
    public var description: String { "(hidden)" }
    /// Says that it is hidden.
    public var debugDescription: String { description }
    /// Without children, so that no dump finds the value.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
