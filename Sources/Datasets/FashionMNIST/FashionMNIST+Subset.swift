import Checks
import Files
import Foundation

extension FashionMNIST {
    /// Writes the part of Fashion-MNIST that comes with the package, as PNG files: `train/bag/00023.png` is image 23
    /// of the training file.
    ///
    /// Of each class, the first images of the training file go to `train`, the next to `val`, and the first of the
    /// test file to `test`. The same files in, the same bytes out.
    ///
    /// - Parameters:
    ///   - source: a folder with the four published files, unpacked: `train-images-idx3-ubyte`,
    ///     `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte`, `t10k-labels-idx1-ubyte`.
    ///   - folder: gets the folders `train`, `val` and `test`.
    ///   - train: how many images of each class to train on, and likewise `val` and `test`.
    /// - Throws: `FileError` when a file is missing, damaged or has too few images of a class, or one cannot be
    ///   written.
    public static func writeSubset(
        from source: String, to folder: String, train: Int = 100, val: Int = 20, test: Int = 40
    ) throws {
        try write([(.train, train), (.val, val)], of: "train", in: source, to: folder)
        try write([(.test, test)], of: "t10k", in: source, to: folder)
    }

    /// Deals the images of one published file: to each part in turn, so many of every class.
    private static func write(
        _ parts: [(part: Part, perClass: Int)], of name: String, in source: String, to folder: String
    ) throws {
        require(parts.allSatisfy { $0.perClass >= 0 }, "FashionMNIST: cannot write \(parts) images of a class")
        let path = joined(source, "\(name)-images-idx3-ubyte")
        let images = try IDXDataset(
            images: path, labels: joined(source, "\(name)-labels-idx1-ubyte"), classes: originalClasses)
        let needed = parts.map(\.perClass).reduce(0, +)
        for (label, category) in images.classes.enumerated() {
            var indices = (0..<images.count).filter { images.label(at: $0) == label }[...]
            guard indices.count >= needed else {
                throw FileError(
                    path, expected: "at least \(needed) images of the class \(category)", found: "\(indices.count)")
            }
            for (part, perClass) in parts {
                let place = joined(joined(folder, part.rawValue), category)
                for index in indices.prefix(perClass) {
                    try images.image(at: index).writePNG(to: joined(place, String(format: "%05d.png", index)))
                }
                indices = indices.dropFirst(perClass)
            }
        }
    }
}
