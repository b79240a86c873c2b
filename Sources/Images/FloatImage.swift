import Checks

/// A picture as a network takes it: one plane of numbers per channel.
public struct FloatImage: Sendable, Equatable {
    /// Planes: 3 for red, green, blue.
    public let channels: Int
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int
    /// The numbers in the order `[channels, height, width]`.
    public var values: [Float]

    /// A picture made of the given numbers.
    ///
    /// - Precondition: `values` has `channels * height * width` numbers.
    public init(channels: Int, height: Int, width: Int, values: [Float]) {
        require(
            values.count == channels * height * width,
            "FloatImage: [\(channels), \(height), \(width)] needs \(channels * height * width) values, not \(values.count)"
        )
        self.channels = channels
        self.height = height
        self.width = width
        self.values = values
    }
}
