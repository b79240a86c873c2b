import Datasets
import Foundation
import Images
import Layers
import RandomNumbers
import Tensors
import Testing

/// Noisy squares, red and blue in turn. No single pixel tells the classes apart for sure; the mean colour does.
struct Squares: ImageDataset {
    let classes = ["red", "blue"]
    let count: Int
    /// Where the noise starts, so that training and validation differ.
    var firstSeed = 0

    func label(at index: Int) -> Int { index % 2 }

    func image(at index: Int) -> Image {
        var generator = SeededGenerator(seed: UInt64(firstSeed + index))
        let bright = label(at: index) == 0 ? 0 : 2
        let pixels = (0..<6 * 6 * 3).map { i in
            UInt8.random(in: i % 3 == bright ? 90...250 : 10...170, using: &generator)
        }
        return Image(width: 6, height: 6, pixels: pixels)
    }
}

/// A network that learns to tell ``Squares`` apart within seconds.
func smallNetwork(seed: UInt64 = 1) -> Sequential {
    withSeed(seed) {
        Sequential(Conv2d(3, 4, kernel: 3), BatchNorm2d(4), ReLU(), AdaptiveAvgPool2d(), Flatten(), Linear(4, 2))
    }
}

/// A folder that is there as long as this object is.
final class TemporaryFolder {
    let path = NSTemporaryDirectory() + "training-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The names of the files in it.
    var contents: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path) } }

    /// Two classes of pictures in two colours; the last file of the second is no picture.
    func writeImagesAndABrokenOne() throws {
        for (name, value) in [("a/1", 0), ("a/2", 50), ("b/1", 200)] as [(String, UInt8)] {
            let pixels = [UInt8](repeating: value, count: 6 * 6 * 3)
            try Image(width: 6, height: 6, pixels: pixels).writePNG(to: "\(path)/\(name).png")
        }
        let whole = try Data(contentsOf: URL(fileURLWithPath: "\(path)/a/1.png"))
        try whole.prefix(40).write(to: URL(fileURLWithPath: "\(path)/b/2.png"))
    }
}

/// What a process that had to stop wrote on its way out.
func errorText(_ result: ExitTest.Result?) -> String {
    result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
}

extension Module {
    /// The numbers of all parameters and buffers by name.
    var state: [String: [Float]] {
        let all =
            namedParameters.map { ($0.name, $0.element.values) }
            + namedBuffers.map { ($0.name, $0.element.value.values) }
        return Dictionary(uniqueKeysWithValues: all)
    }

    /// Whether each module here and below is in training mode.
    var modes: [Bool] { namedModules.map(\.element.isTraining) }
}
