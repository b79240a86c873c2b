import TrainingCore

/// Images of one pixel that a check can tell apart: each is a class of its own, so that its label is its index.
struct NumberedDataset: ImageDataset {
    /// Tells the images of one dataset from those of another; it is their blue.
    let origin: UInt8
    let classes: [String]

    /// `count` images.
    init(_ count: Int, origin: UInt8 = 0) {
        self.origin = origin
        classes = (0..<count).map { "class \($0)" }
    }

    var count: Int { classes.count }
    func label(at index: Int) -> Int { index }

    func image(at index: Int) -> Image {
        Image(width: 1, height: 1, pixels: [UInt8(index / 256), UInt8(index % 256), origin])
    }

    func name(at index: Int) -> String { "image \(index) of dataset \(origin)" }
}

/// An image of some ``NumberedDataset``.
struct NumberedImage: Hashable {
    let origin: UInt8
    let index: Int

    /// The image that a single pixel shows.
    init(_ image: Image) {
        origin = image.pixels[2]
        index = Int(image.pixels[0]) * 256 + Int(image.pixels[1])
    }

    init(origin: UInt8, index: Int) { (self.origin, self.index) = (origin, index) }
}

extension ImageDataset {
    /// The numbered images that a dataset made of them holds, in order.
    func numberedImages() throws -> [NumberedImage] { try (0..<count).map { NumberedImage(try image(at: $0)) } }
}
