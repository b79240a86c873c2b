import RandomNumbers

/// Deals the images of `dataset` into parts at random; every image is in exactly one part.
///
/// The lengths are those of ``splitLengths(_:fractions:)``. The same seed gives the same parts.
///
/// - Throws: ``SplitError`` when a fraction is negative or they do not sum to 1.
public func randomSplit(_ dataset: any ImageDataset, fractions: [Double], seed: UInt64) throws -> [Subset] {
    try randomSplit(dataset.count, fractions: fractions, seed: seed).map { Subset(dataset, indices: $0) }
}

/// Deals the numbers `0 ..< count` into parts at random; every number is in exactly one part.
///
/// - Throws: ``SplitError`` when a fraction is negative or they do not sum to 1.
public func randomSplit(_ count: Int, fractions: [Double], seed: UInt64) throws -> [[Int]] {
    var generator = SeededGenerator(seed: seed)
    return try dealt(count, fractions: fractions, using: &generator)
}

/// The same with the next numbers of a generator.
func dealt(_ count: Int, fractions: [Double], using generator: inout SeededGenerator) throws -> [[Int]] {
    let lengths = try splitLengths(count, fractions: fractions)
    var rest = generator.permutation(count)[...]
    return lengths.map { length in
        defer { rest = rest.dropFirst(length) }
        return Array(rest.prefix(length))
    }
}

/// How many of `count` things each part gets: `floor(count · fraction)`, and what is left over is dealt one each,
/// from the first part on. A part may be empty.
///
/// PyTorch's `random_split`. PyTorch refuses fractions whose sum exceeds 1 by a rounding error, such as 0.2, 0.4,
/// 0.3, 0.1; here a sum within 10⁻⁹ of 1 is 1.
///
/// - Throws: ``SplitError`` when a fraction is negative or they do not sum to 1.
public func splitLengths(_ count: Int, fractions: [Double]) throws -> [Int] {
    if let negative = fractions.first(where: { !($0 >= 0) }) {
        throw SplitError(fractions: fractions, expected: "no negative fraction", found: "\(negative)")
    }
    let sum = fractions.reduce(0, +)
    guard abs(sum - 1) <= 1e-9 else {
        throw SplitError(fractions: fractions, expected: "a sum of 1", found: "\(sum)")
    }
    var lengths = fractions.map { Int((Double(count) * $0).rounded(.down)) }
    for i in 0..<(count - lengths.reduce(0, +)) { lengths[i % lengths.count] += 1 }
    return lengths
}

/// The fractions of a split make no sense.
public struct SplitError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The fractions as they were given.
    public let fractions: [Double]
    /// What good fractions would have.
    public let expected: String
    /// What these have instead.
    public let found: String

    /// `fractions [0.5, 0.6]: expected a sum of 1, found 1.1`
    public var description: String { "fractions \(fractions): expected \(expected), found \(found)" }
}
