import Files
import Images

/// The images of one training step as plain numbers, ready to become a tensor.
public struct PixelBatch: Sendable, Equatable {
    /// `[count, channels, height, width]`.
    public let shape: [Int]
    /// The images one after another, each plane by plane.
    public let values: [Float]
    /// The class of each image.
    public let labels: [Int]
    /// Where each image is in the dataset.
    public let indices: [Int]

    /// How many images there are: the batch size, or less in the last batch.
    public var count: Int { labels.count }

    /// Puts the images at `indices` of `dataset`, transformed already, behind one another.
    ///
    /// - Throws: `FileError` when they are not all of the same size.
    init(_ images: [FloatImage], at indices: [Int], of dataset: any ImageDataset) throws {
        let first = images[0]
        for (image, index) in zip(images, indices) where !image.hasSize(of: first) {
            throw FileError(
                dataset.name(at: index),
                expected: "the size of the batch's first image after the transforms, \(first.size) "
                    + "(\(dataset.name(at: indices[0])))",
                found: "\(image.size); add a resize or crop to a fixed size")
        }
        shape = [images.count, first.channels, first.height, first.width]
        values = [Float](unsafeUninitializedCapacity: images.count * first.values.count) { buffer, filled in
            for image in images {
                filled = buffer[filled...].update(fromContentsOf: image.values)
            }
        }
        labels = indices.map(dataset.label(at:))
        self.indices = indices
    }
}

extension FloatImage {
    fileprivate func hasSize(of other: FloatImage) -> Bool {
        (channels, height, width) == (other.channels, other.height, other.width)
    }

    fileprivate var size: String { "\(channels)×\(height)×\(width)" }
}
