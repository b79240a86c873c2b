extension [Double] {
    /// The sum over the count; 0 of nothing.
    public var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }

    /// How uncertain the mean is: the standard deviation over the square root of the count, n − 1 in the denominator of
    /// the variance; `nil` for fewer than two numbers.
    public var standardError: Double? {
        guard count > 1 else { return nil }
        let squares = map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
        return (squares / Double(count - 1) / Double(count)).squareRoot()
    }
}

/// What two settings have apart, seed by seed.
public struct Difference: Sendable, Equatable {
    /// The mean of the differences.
    public let mean: Double
    /// Whether it is more than chance would easily bring: at least two seeds, all of them of the same sign, and the mean
    /// more than twice its standard error.
    public let isClear: Bool

    /// `first − second`, for the same seeds in the same order.
    public init(_ first: [Double], _ second: [Double]) {
        let differences = zip(first, second).map { $0 - $1 }
        mean = differences.mean
        let isOneSided = differences.allSatisfy { $0 > 0 } || differences.allSatisfy { $0 < 0 }
        isClear = isOneSided && differences.standardError.map { abs(differences.mean) > 2 * $0 } ?? false
    }
}
