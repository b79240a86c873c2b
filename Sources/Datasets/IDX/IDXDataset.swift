import Files
import Images

/// Grey images and their labels from a pair of IDX files: MNIST, Fashion-MNIST and their like.
public struct IDXDataset: ImageDataset {
    /// The names of the labels 0, 1, 2, …
    public let classes: [String]
    private let path: String
    private let images: IDXFile
    private let categories: IDXFile

    /// Reads the images, `[count, height, width]`, and the labels, `[count]`.
    ///
    /// - Throws: `FileError` when a file is not readable as ``IDXFile``, has other dimensions, the counts differ, or a
    ///   label is not an index into `classes`.
    public init(images imagePath: String, labels labelPath: String, classes: [String]) throws {
        let images = try IDXFile(contentsOfFile: imagePath)
        guard images.dimensions.count == 3, images.dimensions[1] > 0, images.dimensions[2] > 0 else {
            throw FileError(
                imagePath, expected: "dimensions [count, height, width]", found: "\(images.dimensions)")
        }
        let categories = try IDXFile(contentsOfFile: labelPath)
        guard categories.dimensions == [images.dimensions[0]] else {
            throw FileError(
                labelPath, expected: "dimensions [\(images.dimensions[0])], as many as there are images",
                found: "\(categories.dimensions)")
        }
        if let wrong = categories.values.firstIndex(where: { $0 >= classes.count }) {
            throw FileError(
                labelPath, expected: "labels below \(classes.count), the number of classes",
                found: "\(categories.values[wrong]) at position \(wrong)")
        }
        self.classes = classes
        self.images = images
        self.categories = categories
        path = imagePath
    }

    /// How many images there are.
    public var count: Int { images.dimensions[0] }
    /// The label as the file has it.
    public func label(at index: Int) -> Int { Int(categories.values[index]) }
    /// The path of the image file, and which of its images.
    public func name(at index: Int) -> String { "\(path), image \(index)" }

    /// The grey image at `index` as red = green = blue.
    public func image(at index: Int) -> Image {
        let (height, width) = (images.dimensions[1], images.dimensions[2])
        let grey = images.values[index * height * width..<(index + 1) * height * width]
        return Image(width: width, height: height, pixels: grey.flatMap { [$0, $0, $0] })
    }
}
