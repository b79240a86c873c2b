import RandomNumbers
import TrainingCore

/// Square pictures of random pixels with labels in turn: a dataset without files.
struct RandomPictures: ImageDataset {
    let classes: [String]
    private let images: [Image]

    /// The same pictures for the same seed.
    init(seed: UInt64, count: Int, side: Int, classes: Int) {
        var generator = SeededGenerator(seed: seed)
        self.classes = (0..<classes).map { "class\($0)" }
        images = (0..<count).map { _ in
            let pixels = (0..<side * side * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
            return Image(width: side, height: side, pixels: pixels)
        }
    }

    var count: Int { images.count }
    func label(at index: Int) -> Int { index % classes.count }
    func image(at index: Int) -> Image { images[index] }
}
