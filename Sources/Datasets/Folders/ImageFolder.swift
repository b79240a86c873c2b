import Files
import Images

/// Images sorted into one folder per class: `root/cat/1.png`, `root/dog/2.jpg`.
///
/// torchvision's `ImageFolder`: the classes are the names of the sub-folders in Unicode order (upper case before
/// lower case, `é` after `z`), and each class holds the images anywhere below its folder. Files are taken by
/// their extension, `.png`, `.jpg` or `.jpeg` in any case. Unlike torchvision it leaves out hidden files and
/// folders, those whose name starts with a dot, and reads images only when they are asked for.
public struct ImageFolder: ImageDataset {
    /// An image file and its class.
    public struct Sample: Sendable, Hashable {
        /// Where the image is; it starts with the root as given.
        public let path: String
        /// The index of its class.
        public let label: Int

        /// The image file at `path`, an example of the class `label`.
        public init(path: String, label: Int) {
            self.path = path
            self.label = label
        }
    }

    /// The folder of folders, as given.
    public let root: String
    /// The names of the folders, in Unicode order or in the order they were given.
    public let classes: [String]
    /// The images: class after class, and within a class ordered by folder, then by name.
    public let samples: [Sample]

    /// The images below `root`, with the names of its sub-folders as classes.
    ///
    /// - Throws: `FileError` when `root` is missing, is a file or has no sub-folder, when a folder cannot be read
    ///   or contains itself through a link, or when a class has no image.
    public init(_ root: String) throws {
        try self.init(root, names: try classFolders(in: root))
    }

    /// The images below `root`, held to known classes: those that a model was trained on.
    ///
    /// Labels are indices into `classes` as given, so they mean the same as in training.
    ///
    /// - Throws: `FileError` when the sub-folders of `root` are not exactly `classes`, naming those that are missing
    ///   and those that are unknown, and for all the reasons of ``init(_:)``.
    public init(_ root: String, classes: [String]) throws {
        let found = try classFolders(in: root)
        let missing = classes.filter { !found.contains($0) }
        let unknown = found.filter { !classes.contains($0) }
        guard missing.isEmpty && unknown.isEmpty else {
            let problems = [("no folder for", missing), ("the unknown", unknown)].filter { !$0.1.isEmpty }
            throw FileError(
                root, expected: "one folder for each of the \(classes.count) known classes",
                found: problems.map { "\($0.0) \($0.1.joined(separator: ", "))" }.joined(separator: " and "))
        }
        try self.init(root, names: classes)
    }

    private init(_ root: String, names: [String]) throws {
        self.root = root
        classes = names
        samples = try names.enumerated().flatMap { label, name in
            try imageFiles(inClass: joined(root, name)).map { Sample(path: $0, label: label) }
        }
    }

    /// How many image files there are.
    public var count: Int { samples.count }
    /// The class of the folder that the image at `index` lies in.
    public func label(at index: Int) -> Int { samples[index].label }
    /// Decodes the file at `index`.
    ///
    /// - Throws: `FileError` when it is missing, damaged or no image.
    public func image(at index: Int) throws -> Image { try Image(contentsOfFile: samples[index].path) }
    /// The path of the image at `index`.
    public func name(at index: Int) -> String { samples[index].path }
}
