import Checks
import Files
import Foundation
import Images

/// The pictures of CIFAR-10 or CIFAR-100, 32×32 in colour, from files of their binary version.
///
/// Each picture is one record: its labels, a byte each, and then 1,024 bytes of red, of green and of blue, row by
/// row. CIFAR-10 has one label; CIFAR-100 has two, the coarse and the fine one, of which the fine one is taken.
/// Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
public struct CIFARDataset: ImageDataset {
    /// The names of the labels 0, 1, 2, …
    public let classes: [String]
    /// The last byte of the labels of every picture.
    private let categories: [UInt8]
    private let files: [(path: String, data: Data, first: Int)]
    private let labelBytes: Int

    private static let side = 32
    private var recordLength: Int { labelBytes + 3 * Self.side * Self.side }

    /// The pictures of several files, one file after the other.
    ///
    /// - Parameter labelBytes: how many labels a record begins with: 1 for CIFAR-10, 2 for CIFAR-100.
    /// - Throws: `FileError` when a file is missing or empty, its length is no whole number of records, or a label is
    ///   not an index into `classes`.
    public init(_ paths: [String], labelBytes: Int = 1, classes: [String]) throws {
        require(labelBytes > 0, "CIFARDataset: records need at least 1 label, not \(labelBytes)")
        let recordLength = labelBytes + 3 * Self.side * Self.side
        var files: [(path: String, data: Data, first: Int)] = []
        var categories: [UInt8] = []
        for path in paths {
            let data = try readFile(path, expected: "pictures in CIFAR's binary format")
            guard !data.isEmpty, data.count % recordLength == 0 else {
                throw FileError(path, expected: "records of \(recordLength) bytes", found: "\(data.count) bytes")
            }
            files.append((path, data, categories.count))
            for start in stride(from: 0, to: data.count, by: recordLength) {
                let label = data[data.startIndex + start + labelBytes - 1]
                guard label < classes.count else {
                    throw FileError(
                        path, expected: "labels below \(classes.count), the number of classes",
                        found: "\(label) in record \(start / recordLength)")
                }
                categories.append(label)
            }
        }
        self.classes = classes
        self.categories = categories
        self.files = files
        self.labelBytes = labelBytes
    }

    /// How many pictures there are in all files.
    public var count: Int { categories.count }
    /// The label as the file has it; of two, the fine one.
    public func label(at index: Int) -> Int { Int(categories[index]) }
    /// The path of the file, and which of its pictures.
    public func name(at index: Int) -> String {
        let file = file(of: index)
        return "\(file.path), image \(index - file.first)"
    }

    /// The picture at `index`, its three planes put together.
    public func image(at index: Int) -> Image {
        let file = file(of: index)
        let plane = Self.side * Self.side
        let start = file.data.startIndex + (index - file.first) * recordLength + labelBytes
        let values = [UInt8](file.data[start..<start + 3 * plane])
        let pixels = (0..<3 * plane).map { values[$0 % 3 * plane + $0 / 3] }
        return Image(width: Self.side, height: Self.side, pixels: pixels)
    }

    /// The file with the picture at `index`.
    private func file(of index: Int) -> (path: String, data: Data, first: Int) {
        files[(files.firstIndex { $0.first > index } ?? files.count) - 1]
    }
}
