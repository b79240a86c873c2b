import Images

/// A batch from which those images are missing that the caller did not ask for.
package struct PartialBatch: Sendable {
    /// The class of each image, missing or not.
    package let labels: [Int]
    /// Where each image is in the dataset.
    package let indices: [Int]
    /// What each image can be recognised by; `nil` if random transforms make a new version each time.
    package let samples: [Sample]?
    /// The positions in the batch of the images that were loaded, in order.
    package let loaded: [Int]
    /// The images at these positions; `nil` when there are none.
    package let pixels: PixelBatch?

    /// How many images there are, missing or not.
    package var count: Int { labels.count }

    /// Puts the images that stand at `positions` of an epoch behind one another.
    ///
    /// - Throws: `FileError` when those that are there are not all of the same size.
    init(_ images: [FloatImage?], at positions: Range<Int>, of epoch: Epoch) throws {
        let dataset = epoch.loader.dataset
        indices = Array(epoch.order[positions])
        labels = indices.map(dataset.label(at:))
        let samples = positions.compactMap(epoch.sample(at:))
        self.samples = samples.count == positions.count ? samples : nil
        loaded = images.indices.filter { images[$0] != nil }
        let present = images.compactMap { $0 }
        pixels =
            present.isEmpty ? nil : try PixelBatch(present, at: loaded.map { [indices] in indices[$0] }, of: dataset)
    }
}
