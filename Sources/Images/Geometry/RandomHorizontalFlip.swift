import Checks
import RandomNumbers

/// Mirrors left and right with a given probability.
public struct RandomHorizontalFlip: PixelTransform, CustomStringConvertible {
    private let probability: Float

    /// Mirrors that share of the pictures.
    public init(probability: Float = 0.5) {
        require(
            0...1 ~= probability, "RandomHorizontalFlip: the probability must be between 0 and 1, not \(probability)")
        self.probability = probability
    }

    /// Always `true`.
    public var isRandom: Bool { true }

    /// The picture or its mirror image.
    public func callAsFunction(_ image: Image, using generator: inout SeededGenerator) -> Image {
        generator.uniform() < probability ? image.flippedHorizontally() : image
    }

    /// `RandomHorizontalFlip(probability 0.5)`
    public var description: String { "RandomHorizontalFlip(probability \(probability))" }
}

extension Image {
    /// The mirror image: left becomes right.
    public func flippedHorizontally() -> Image {
        Image(width: width, height: height) { target in
            pixels.withUnsafeBufferPointer { source in
                for row in 0..<height {
                    for column in 0..<width {
                        let from = (row * width + column) * 3
                        let to = (row * width + width - 1 - column) * 3
                        for channel in 0..<3 { target[to + channel] = source[from + channel] }
                    }
                }
            }
        }
    }
}
