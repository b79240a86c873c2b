import Foundation
import RandomNumbers

/// A rectangle of random size, described by its share of the picture's area and its proportions.
struct RandomPart: Sendable {
    /// The share of the area, each equally likely.
    let scale: ClosedRange<Float>
    /// One side divided by the other; the logarithm is drawn, each equally likely.
    let ratio: ClosedRange<Float>

    /// The two sides of a random rectangle in a picture of `area` pixels.
    func sides(area: Int, using generator: inout SeededGenerator) -> (Int, Int) {
        let share = generator.uniform(in: scale)
        let quotient = exp(generator.uniform(in: log(ratio.lowerBound)...log(ratio.upperBound)))
        return Self.sides(area: area, share: share, ratio: quotient)
    }

    /// The two sides of the rectangle with the given share of `area`, the first divided by the second being
    /// `ratio`; half pixels are rounded to the even number.
    static func sides(area: Int, share: Float, ratio: Float) -> (Int, Int) {
        let partArea = Double(area) * Double(share)
        return (
            Int((partArea * Double(ratio)).squareRoot().rounded(.toNearestOrEven)),
            Int((partArea / Double(ratio)).squareRoot().rounded(.toNearestOrEven))
        )
    }
}

extension CropBox {
    /// A box of the given size at a random place inside a picture, each equally likely.
    static func random(
        width: Int, height: Int, inWidth pictureWidth: Int, height pictureHeight: Int,
        using generator: inout SeededGenerator
    ) -> CropBox {
        CropBox(
            top: Int.random(in: 0...pictureHeight - height, using: &generator),
            left: Int.random(in: 0...pictureWidth - width, using: &generator), width: width, height: height)
    }
}
