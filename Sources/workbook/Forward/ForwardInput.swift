import TrainingCore

/// The images and labels that `workbook forward` reads, checked as far as a model could trip over them.
struct ForwardInput {
    /// `[batch, 3, height, width]`
    let images: Tensor
    private let labels: [Int]?
    private let file: String

    /// - Throws: `FileError` when the file cannot be read, or an array is missing or unfit for `classes` classes.
    init(contentsOfFile file: String, classes: Int) throws {
        let arrays = try StateDictionary(contentsOfFile: file)
        guard let images = arrays["images"] else {
            throw FileError(file, expected: "an array images", found: "none of that name")
        }
        guard images.scalarType == .float32, images.shape.count == 4, images.shape[1] == 3, images.count > 0 else {
            throw FileError(
                file, expected: "images as float32 numbers of shape [batch, 3, height, width]",
                found: "\(images.scalarType.rawValue) of shape \(images.shape)")
        }
        self.file = file
        self.images = Tensor(images.floats, shape: images.shape)
        labels = try arrays["labels"].map { labels in
            guard labels.scalarType == .int64, labels.shape == [images.shape[0]] else {
                throw FileError(
                    file, expected: "labels as int64 numbers of shape [\(images.shape[0])], one for each image",
                    found: "\(labels.scalarType.rawValue) of shape \(labels.shape)")
            }
            if let wrong = labels.integers.first(where: { !(0..<Int64(classes)).contains($0) }) {
                throw FileError(file, expected: "labels from 0 to \(classes - 1)", found: "\(wrong)")
            }
            return labels.integers.map { Int($0) }
        }
    }

    /// - Throws: `FileError` when there are no labels.
    func requiredLabels() throws -> [Int] {
        guard let labels else {
            throw FileError(file, expected: "an array labels, which --gradients needs", found: "none of that name")
        }
        return labels
    }
}
