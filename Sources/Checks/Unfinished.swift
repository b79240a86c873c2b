/// What an exercise throws as long as nobody has written it.
public struct Unfinished: Error, Sendable, CustomStringConvertible {
    /// The exercise, waiting.
    public init() {}

    /// `not written yet`
    public var description: String { "not written yet" }
}
