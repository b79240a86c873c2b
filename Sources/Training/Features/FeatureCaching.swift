/// How much room there is for the features of a frozen part, so that they are computed only once.
///
/// A number takes four bytes. Features behind a global pooling are small: 1,280 of them for EfficientNet-Lite0, 5 kB an
/// image.
public struct FeatureCaching: Sendable, Equatable {
    /// How many bytes may be held in memory.
    public var memoryLimit: Int
    /// Where features go when memory is used up: into a file in this folder, which is made if it is missing. The file is
    /// gone when the run ends, however it ends. Without a folder, what finds no room is computed in every epoch.
    public var folder: String?
    /// How many bytes may be in that file.
    public var fileLimit: Int

    /// So much room; 1 GiB in memory, and 16 GiB in a file if there is a folder for it.
    public init(memoryLimit: Int = 1 << 30, folder: String? = nil, fileLimit: Int = 16 << 30) {
        self.memoryLimit = memoryLimit
        self.folder = folder
        self.fileLimit = fileLimit
    }

    /// No room: everything is computed in every epoch.
    public static let off = FeatureCaching(memoryLimit: 0)
}
