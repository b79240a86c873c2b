import Foundation

/// A small, fast random number generator whose whole state is its seed: the same seed gives the same numbers.
///
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). It is not meant for
/// secrets. Its numbers are not PyTorch's, so a run is repeatable here but not number for number the same there.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable, Codable {
    private var state: UInt64

    /// A generator that always starts the same way for the same `seed`.
    public init(seed: UInt64) {
        state = mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return mixed(state)
    }

    /// An independent generator for one part of the work: sample 17 of epoch 3 is `generator.stream(3, 17)`.
    ///
    /// It depends on this generator's state and the indices alone, not on the order in which streams are asked
    /// for, so parallel workers cannot change a run.
    public func stream(_ indices: UInt64...) -> SeededGenerator {
        var seed = state
        for index in indices { seed = mixed(seed ^ mixed(index &+ 0xD1B5_4A32_D192_ED03)) }
        return SeededGenerator(seed: seed)
    }

    /// A number in 0 ..< 1, one of 2²⁴ equally likely ones.
    public mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// A number in `range`, each equally likely.
    public mutating func uniform(in range: ClosedRange<Float>) -> Float {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// A number from the normal distribution with mean 0 and standard deviation 1 (Box–Muller).
    public mutating func normal() -> Float {
        let radius = (-2 * log(1 - Double(uniform()))).squareRoot()
        return Float(radius * cos(2 * .pi * Double(uniform())))
    }

    /// The numbers 0 ..< `count` in random order (Fisher–Yates).
    public mutating func permutation(_ count: Int) -> [Int] {
        (0..<count).shuffled(using: &self)
    }
}

/// SplitMix64's finaliser: every bit of the input reaches every bit of the output.
private func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
}
