import Checks
import RandomNumbers

/// Subtracts each channel's mean and divides by its standard deviation: `(x − mean) / std`.
public struct Normalize: FloatTransform, CustomStringConvertible {
    private let mean: [Float]
    private let std: [Float]

    /// Normalises by statistics in 0…1, one number per channel; those the pretrained model was trained with.
    ///
    /// - Precondition: as many deviations as means, none of them zero.
    public init(mean: [Float], std: [Float]) {
        require(mean.count == std.count, "Normalize: \(mean.count) means, but \(std.count) standard deviations")
        require(!std.contains(0), "Normalize: a standard deviation is zero: \(std)")
        self.mean = mean
        self.std = std
    }

    /// Always `false`.
    public var isRandom: Bool { false }

    /// The normalised picture.
    ///
    /// - Precondition: `image` has as many channels as there are means.
    public func callAsFunction(_ image: FloatImage, using generator: inout SeededGenerator) -> FloatImage {
        require(
            image.channels == mean.count, "Normalize: \(mean.count) means, but the image has \(image.channels) channels"
        )
        var result = image
        let count = image.height * image.width
        result.values.withUnsafeMutableBufferPointer { values in
            for channel in 0..<mean.count {
                for i in channel * count..<(channel + 1) * count {
                    values[i] = (values[i] - mean[channel]) / std[channel]
                }
            }
        }
        return result
    }

    /// The pixels of `image` scaled to 0…1 and normalised: the same numbers as one after the other, in one go.
    ///
    /// - Precondition: there are three means.
    func callAsFunction(scaling image: Image) -> FloatImage {
        require(mean.count == 3, "Normalize: \(mean.count) means, but the image has 3 channels")
        return FloatImage(
            image,
            through: zip(mean, std).map { mean, std in (0...255).map { (Float($0) / 255 - mean) / std } })
    }

    /// `Normalize(mean [0.485, 0.456, 0.406], std [0.229, 0.224, 0.225])`
    public var description: String { "Normalize(mean \(mean), std \(std))" }
}

extension Image {
    /// Undoes ``Normalize`` and the scaling to 0…1, to look at what a network was shown.
    ///
    /// `255 · (x · std + mean)`, rounded; what lies outside 0…255 becomes 0 or 255.
    ///
    /// - Precondition: three channels, means and standard deviations.
    public init(denormalizing image: FloatImage, mean: [Float], std: [Float]) {
        require(
            image.channels == 3 && mean.count == 3 && std.count == 3,
            "denormalizing: 3 channels, means and deviations, not \(image.channels), \(mean.count) and \(std.count)")
        let count = image.height * image.width
        self.init(width: image.width, height: image.height) { pixels in
            image.values.withUnsafeBufferPointer { values in
                for channel in 0..<3 {
                    for i in 0..<count {
                        let value = (values[channel * count + i] * std[channel] + mean[channel]) * 255
                        // A value that is not a number compares as false and becomes black.
                        pixels[3 * i + channel] = value > 0 ? UInt8(min(value, 255).rounded()) : 0
                    }
                }
            }
        }
    }
}
