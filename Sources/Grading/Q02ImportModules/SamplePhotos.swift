import Foundation
import RandomNumbers
import TrainingCore

/// A folder of small random pictures in a few classes, removed when nobody needs it any more.
final class SamplePhotos {
    let folder = NSTemporaryDirectory() + "workbook-photos-\(UUID().uuidString)"
    /// The names of the classes, sorted.
    let classes: [String]
    /// Picture by picture in the order of an image folder.
    private(set) var images: [Image] = []
    private(set) var labels: [Int] = []

    /// One or two pictures in each of three or four classes, of different sizes.
    init(using generator: inout SeededGenerator) throws {
        let names = ["ant", "bee", "beetle", "fly", "moth", "wasp"].shuffled(using: &generator)
        classes = names.prefix(Int.random(in: 3...4, using: &generator)).sorted()
        for (label, name) in classes.enumerated() {
            for number in 0..<Int.random(in: 1...2, using: &generator) {
                let image = Self.picture(using: &generator)
                try image.writePNG(to: "\(folder)/\(name)/\(number).png")
                images.append(image)
                labels.append(label)
            }
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static func picture(using generator: inout SeededGenerator) -> Image {
        let width = Int.random(in: 34...48, using: &generator)
        let height = Int.random(in: 34...48, using: &generator)
        let pixels = (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return Image(width: width, height: height, pixels: pixels)
    }
}
