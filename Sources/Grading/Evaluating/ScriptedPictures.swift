import TrainingCore

/// Images of one pixel that tell a ``ScriptedModel`` their number, with labels that are written down.
struct ScriptedPictures: ImageDataset {
    let classes: [String]
    let labels: [Int]
    /// Tells the images of one dataset from those of another.
    var origin: UInt8 = 0

    var count: Int { labels.count }
    func label(at index: Int) -> Int { labels[index] }

    func image(at index: Int) -> Image {
        Image(width: 1, height: 1, pixels: [UInt8(index / 256), UInt8(index % 256), origin])
    }
}

/// Another dataset with one image that cannot be read.
struct UnreadablePicture: ImageDataset {
    let base: any ImageDataset
    let index: Int

    var classes: [String] { base.classes }
    var count: Int { base.count }
    func label(at index: Int) -> Int { base.label(at: index) }

    func image(at index: Int) throws -> Image {
        guard index != self.index else {
            throw FileError(name(at: index), expected: "a valid PNG file", found: "a damaged one")
        }
        return try base.image(at: index)
    }
}
