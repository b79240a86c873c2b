import Images

/// Pictures with labels, addressed by index.
///
/// Several threads may ask for images at once; a dataset must not change.
public protocol ImageDataset: Sendable {
    /// The names of the classes; a label is an index into them.
    var classes: [String] { get }
    /// How many images there are.
    var count: Int { get }
    /// The class of the image at `index`, in `0 ..< classes.count`.
    func label(at index: Int) -> Int
    /// The decoded image at `index`.
    ///
    /// - Throws: `FileError` when its file is missing or damaged.
    func image(at index: Int) throws -> Image
    /// What a message calls the image at `index`: its path, where it has one. By default `image 17`.
    func name(at index: Int) -> String
}

extension ImageDataset {
    /// `image 17`, for datasets whose images are not files of their own.
    public func name(at index: Int) -> String { "image \(index)" }

    /// The label of every image, in order.
    public var labels: [Int] { (0..<count).map(label(at:)) }

    /// How many images each class has, in the order of `classes`.
    public var countPerClass: [Int] {
        labels.reduce(into: [Int](repeating: 0, count: classes.count)) { counts, label in counts[label] += 1 }
    }
}
