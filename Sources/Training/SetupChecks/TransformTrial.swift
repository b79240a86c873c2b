import Images
import RandomNumbers

/// What transforms make of pictures in one colour: from that follows by which statistics they normalise in the end,
/// whatever their steps are.
struct TransformTrial {
    /// By how much white is above black in each channel; 1 without any normalising.
    let span: [Float]
    /// The mean and the standard deviation that the channels are normalised by.
    let mean: [Float], std: [Float]
    /// Whether red comes out in the last channel.
    let areChannelsSwapped: Bool
    /// The shorter side of what comes out; `nil` where it depends on the picture.
    let side: Int?

    /// Tries the transforms on pictures of a size. Random steps count for the size alone.
    ///
    /// `nil` for transforms that do not make three channels.
    init?(_ transforms: Transforms, width: Int, height: Int) {
        let still = Transforms(
            transforms.pixelSteps.filter { !$0.isRandom }, then: transforms.floatSteps.filter { !$0.isRandom })
        func centre(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> [Float]? {
            let result = Self.result(still, Self.picture(width, height, [red, green, blue]))
            guard result.channels == 3, !result.values.isEmpty else { return nil }
            let (plane, middle) = (result.height * result.width, result.height / 2 * result.width + result.width / 2)
            return (0..<3).map { result.values[$0 * plane + middle] }
        }
        guard let black = centre(0, 0, 0), let white = centre(255, 255, 255), let red = centre(255, 0, 0) else {
            return nil
        }
        let span = zip(white, black).map { $0 - $1 }
        self.span = span
        std = span.map { 1 / $0 }
        mean = zip(black, span).map { -$0 / $1 }
        areChannelsSwapped = red[0] - black[0] < 0.1 * span[0] && red[2] - black[2] > 0.9 * span[2]

        let sizes = [(width, height), (height + width / 4, width)].map { width, height in
            let result = Self.result(transforms, Self.picture(width, height, [0, 0, 0]))
            return (
                side: min(result.width, result.height), isAsBefore: (result.width, result.height) == (width, height)
            )
        }
        side = sizes.contains { $0.isAsBefore } || sizes[0].side != sizes[1].side ? nil : sizes[0].side
    }

    private static func picture(_ width: Int, _ height: Int, _ color: [UInt8]) -> Image {
        Image(width: width, height: height, pixels: (0..<width * height).flatMap { _ in color })
    }

    private static func result(_ transforms: Transforms, _ image: Image) -> FloatImage {
        var generator = SeededGenerator(seed: 0)
        return transforms(image, using: &generator)
    }
}

extension Transforms {
    /// Whether all steps are this package's: they take pictures of any size.
    var hasOnlyKnownSteps: Bool {
        (pixelSteps.map { $0 as Any } + floatSteps.map { $0 as Any }).allSatisfy {
            String(reflecting: type(of: $0)).hasPrefix("Images.")
        }
    }
}
