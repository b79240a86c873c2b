/// What is kept of a frozen part's features after the first epoch.
public struct FeatureCacheReport: Sendable, Equatable, CustomStringConvertible {
    /// The images that were looked at.
    public enum Part: String, Sendable {
        /// Those that are learned from.
        case training
        /// Those that are measured on.
        case validation
    }

    /// Which images these are.
    public let part: Part
    /// The last module that is not run again, such as `layer3.1`. What follows it without parameters may be included.
    public let through: String
    /// How many images' features are kept. Augmented versions count as images.
    public let images: Int
    /// How many bytes these take in memory, and how many in a file.
    public let bytesInMemory: Int, bytesInFile: Int
    /// How many images found no room and will be computed again.
    public let imagesWithoutRoom: Int

    /// `training features up to layer3.1 are computed once: 1000 images, 5.1 MB`
    public var description: String {
        let file = bytesInFile == 0 ? "" : ", \(megabytes(bytesInFile)) of them in a file"
        let rest = imagesWithoutRoom == 0 ? "" : "; no room for \(imagesWithoutRoom) more"
        return "\(part.rawValue) features up to \(through) are computed once: \(images) images, "
            + megabytes(bytesInMemory + bytesInFile) + file + rest
    }
}

private func megabytes(_ bytes: Int) -> String { "\((Double(bytes) / 1e5).rounded() / 10) MB" }
