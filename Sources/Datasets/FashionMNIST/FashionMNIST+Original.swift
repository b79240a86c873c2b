import Images

extension FashionMNIST {
    /// The published files as a dataset: 60,000 images to train on or 10,000 to test, the classes in alphabetical
    /// order as in ``folder(_:)``.
    ///
    /// - Parameters:
    ///   - name: `train` or `t10k`, as the files begin.
    ///   - folder: holds the unpacked files, such as `train-images-idx3-ubyte`.
    /// - Throws: `FileError` when a file is missing or damaged.
    public static func original(_ name: String, in folder: String) throws -> any ImageDataset {
        let images = joined(folder, "\(name)-images-idx3-ubyte")
        let labels = joined(folder, "\(name)-labels-idx1-ubyte")
        return Alphabetical(try IDXDataset(images: images, labels: labels, classes: originalClasses))
    }
}

/// Another dataset with its classes sorted by name.
private struct Alphabetical: ImageDataset {
    let base: any ImageDataset
    let classes: [String]
    let newLabels: [Int]

    init(_ base: any ImageDataset) {
        self.base = base
        let order = base.classes.indices.sorted { base.classes[$0] < base.classes[$1] }
        classes = order.map { base.classes[$0] }
        newLabels = base.classes.indices.map { label in order.firstIndex(of: label) ?? label }
    }

    var count: Int { base.count }
    func label(at index: Int) -> Int { newLabels[base.label(at: index)] }
    func image(at index: Int) throws -> Image { try base.image(at: index) }
    func name(at index: Int) -> String { base.name(at: index) }
}
