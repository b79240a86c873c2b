import Foundation
import TrainingCore

/// Two pictures that should look the same, and where they do not.
public struct PictureComparison: Equatable, Sendable {
    /// The picture as it should be, drawn by the grader.
    public let expected: Image
    /// The learner's picture.
    public let found: Image
    /// How far a colour may be off, in steps of 255, before a pixel counts as different.
    public let tolerance: Int
    /// How many pixels differ. Those that only one of the two pictures has are among them.
    public let differingPixels: Int
    /// The smallest part of the picture that holds them all.
    private let box: (columns: ClosedRange<Int>, rows: ClosedRange<Int>)?

    /// Compares two pictures pixel by pixel, the upper left corners on top of each other.
    public init(expected: Image, found: Image, tolerance: Int = 0) {
        (self.expected, self.found, self.tolerance) = (expected, found, tolerance)
        var (count, left, right, top, bottom) = (0, Int.max, 0, Int.max, 0)
        Self.forEachPixel(expected, found, tolerance) { column, row, differs in
            guard differs else { return }
            count += 1
            (left, right) = (min(left, column), max(right, column))
            (top, bottom) = (min(top, row), max(bottom, row))
        }
        differingPixels = count
        box = count == 0 ? nil : (left...right, top...bottom)
    }

    /// Whether the two look the same.
    public var isSame: Bool { differingPixels == 0 }

    /// The comparison in words: `612 of 480000 pixels differ, all of them in columns 20 to 80 and rows 12 to 300`.
    public var words: String {
        guard (expected.width, expected.height) == (found.width, found.height) else {
            return "a picture of \(found.width)×\(found.height) pixels"
        }
        guard let (columns, rows) = box else { return "the same picture" }
        return "\(differingPixels) of \(found.width * found.height) pixels differ, all of them in columns "
            + "\(columns.lowerBound) to \(columns.upperBound) and rows \(rows.lowerBound) to \(rows.upperBound)"
    }

    /// What differs in dark red, over a pale copy of the expected picture.
    public var difference: Image {
        let (width, height) = (max(expected.width, found.width), max(expected.height, found.height))
        var pixels = [UInt8](repeating: 255, count: width * height * 3)
        Self.forEachPixel(expected, found, tolerance) { column, row, differs in
            let target = 3 * (row * width + column)
            if differs {
                (pixels[target], pixels[target + 1], pixels[target + 2]) = (176, 0, 32)
            } else {
                let source = 3 * (row * expected.width + column)
                for channel in 0..<3 { pixels[target + channel] = 192 + expected.pixels[source + channel] / 4 }
            }
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    /// Visits each pixel that at least one of the pictures has.
    private static func forEachPixel(
        _ a: Image, _ b: Image, _ tolerance: Int, _ visit: (_ column: Int, _ row: Int, _ differs: Bool) -> Void
    ) {
        a.pixels.withUnsafeBufferPointer { aPixels in
            b.pixels.withUnsafeBufferPointer { bPixels in
                for row in 0..<max(a.height, b.height) {
                    for column in 0..<max(a.width, b.width) {
                        guard row < min(a.height, b.height), column < min(a.width, b.width) else {
                            visit(column, row, true)
                            continue
                        }
                        let (i, j) = (3 * (row * a.width + column), 3 * (row * b.width + column))
                        let differs = (0..<3).contains {
                            abs(Int(aPixels[i + $0]) - Int(bPixels[j + $0])) > tolerance
                        }
                        visit(column, row, differs)
                    }
                }
            }
        }
    }

    /// Whether both compare the same pictures in the same way.
    public static func == (a: PictureComparison, b: PictureComparison) -> Bool {
        (a.expected, a.found, a.tolerance) == (b.expected, b.found, b.tolerance)
    }
}

/// Fails the running check unless a picture looks like the expected one. The verdict then comes with both and their
/// difference.
///
/// - Parameters:
///   - tolerance: how far a colour may be off, in steps of 255.
///   - misconception: the known mistake that explains the difference; asked for only when there is one.
func expect(
    _ found: Image, looksLike expected: Image, tolerance: Int = 0, _ what: String,
    _ misconception: @autoclosure () -> Misconception? = nil
) throws {
    let comparison = PictureComparison(expected: expected, found: found, tolerance: tolerance)
    guard !comparison.isSame else { return }
    throw Mistake(
        expected: "\(what): a picture of \(expected.width)×\(expected.height) pixels", found: comparison.words,
        misconception(), pictures: comparison)
}
