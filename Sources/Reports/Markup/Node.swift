/// A piece of a page. Text and attributes are escaped when it is written, and only ``Tag``s can be made: whatever a value
/// holds, it can be no element, no script and no reference to anything outside the page.
indirect enum Node: Sendable {
    case text(String)
    case element(Tag, [Attribute], [Node])
    /// Rules that this program wrote.
    case style(StyleSheet)
}

/// An element with what it holds.
func element(_ tag: Tag, _ attributes: Attribute..., @NodeBuilder content: () -> [Node] = { [] }) -> Node {
    .element(tag, attributes, content())
}

/// An element whose attributes were collected.
func element(_ tag: Tag, _ attributes: [Attribute], @NodeBuilder content: () -> [Node] = { [] }) -> Node {
    .element(tag, attributes, content())
}

/// Lets the pieces of a page be written one below the other.
@resultBuilder
enum NodeBuilder {
    static func buildExpression(_ text: String) -> [Node] { [.text(text)] }
    static func buildExpression(_ node: Node) -> [Node] { [node] }
    static func buildExpression(_ nodes: [Node]) -> [Node] { nodes }
    static func buildExpression(_ node: Node?) -> [Node] { node.map { [$0] } ?? [] }
    static func buildBlock(_ parts: [Node]...) -> [Node] { parts.flatMap(\.self) }
    static func buildOptional(_ part: [Node]?) -> [Node] { part ?? [] }
    static func buildEither(first part: [Node]) -> [Node] { part }
    static func buildEither(second part: [Node]) -> [Node] { part }
    static func buildArray(_ parts: [[Node]]) -> [Node] { parts.flatMap(\.self) }
}
