import Images

/// Image files whose classes stand in a list rather than in the names of their folders.
public struct LabeledFiles: ImageDataset {
    /// The names of the classes.
    public let classes: [String]
    /// The files and their classes.
    public let samples: [ImageFolder.Sample]
    /// How the files are read.
    public let reading: ImageReading

    /// Such files; read as they are stored if left out.
    public init(classes: [String], samples: [ImageFolder.Sample], reading: ImageReading = .asStored) {
        self.classes = classes
        self.samples = samples
        self.reading = reading
    }

    /// How many files there are.
    public var count: Int { samples.count }
    /// The class of the file at `index`.
    public func label(at index: Int) -> Int { samples[index].label }
    /// Decodes the file at `index`.
    ///
    /// - Throws: `FileError` when it is missing, damaged or no image.
    public func image(at index: Int) throws -> Image {
        try Image(contentsOfFile: samples[index].path, reading: reading)
    }
    /// The path of the file at `index`.
    public func name(at index: Int) -> String { samples[index].path }
}
