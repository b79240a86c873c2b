import Files
import Foundation

/// A public data set that the workbook knows by name: what it is, where it comes from, and how to open it.
///
///     let stamps = try KnownDataset.open("stamps")
///     let loader = DataLoader(stamps.train, transforms: transforms, batchSize: 32, sampler: .shuffled)
///
/// All but the small ones must have been fetched before: `workbook data fetch stamps`, or ``Fetcher``.
public struct KnownDataset: Sendable {
    /// The name to open it by, such as `fashion-mnist`.
    public let name: String
    /// What the images show, in one line.
    public let title: String
    /// How many images there are in all parts.
    public let imageCount: Int
    /// How many classes there are.
    public let classCount: Int
    /// The licence in a word or two.
    public let licence: String
    /// The licence in a sentence: what it allows and whom to name.
    public let terms: String
    /// Where the images come from.
    public let source: String
    /// How the images were chosen and dealt into parts, and what else one should know.
    public let notes: String
    /// The files to fetch; none for a data set that comes with the package.
    public let downloads: [Download]

    /// Makes the data set's folder out of the fetched files, which are in the order of `downloads`.
    let prepare: @Sendable (_ files: [String], _ folder: String, _ tools: SystemTools) throws -> Void
    /// Opens the data set in its folder.
    let read: @Sendable (_ folder: String) throws -> DatasetSplit

    /// Whether it comes with the package, so that there is nothing to fetch.
    public var isShipped: Bool { downloads.isEmpty }

    /// The folder with the files: in the package's resources or in the cache.
    ///
    /// - Throws: `FileError` when it was not fetched yet; the message says how to.
    public func folder(in cache: DataCache = .standard) throws -> String {
        if isShipped { return Bundle.module.bundleURL.appendingPathComponent("Resources/\(name)").path }
        let folder = cache.folder(of: self)
        guard cache.contains(self) else {
            throw FileError(
                folder, expected: "the data set \(name)",
                found: "nothing; fetch it with: ./workbook data fetch \(name)")
        }
        return folder
    }

    /// The images, in three parts.
    ///
    /// - Throws: `FileError` when the data set was not fetched yet, or its files are damaged.
    public func open(in cache: DataCache = .standard) throws -> DatasetSplit { try read(folder(in: cache)) }

    /// The images of the data set with the given name, in three parts.
    ///
    /// - Throws: ``UnknownDataset`` for a name that is not in ``all``; `FileError` when the data set was not fetched
    ///   yet, or its files are damaged.
    public static func open(_ name: String, in cache: DataCache = .standard) throws -> DatasetSplit {
        try named(name).open(in: cache)
    }

    /// The data set with the given name.
    ///
    /// - Throws: ``UnknownDataset`` for a name that is not in ``all``.
    public static func named(_ name: String) throws -> KnownDataset {
        guard let dataset = all.first(where: { $0.name == name }) else { throw UnknownDataset(name: name) }
        return dataset
    }

    /// All that can be opened by name: first those that come with the package, then from small to large.
    public static let all = [digits, fashionMNIST, solarCells, stamps, cifar100, cifar10, flowers, pets]
}

/// There is no known data set of that name.
public struct UnknownDataset: Error, Sendable, CustomStringConvertible {
    /// The name as it was given.
    public let name: String

    /// `mnist: no such data set; there are digits, fashion-mnist, …`
    public var description: String {
        "\(name): no such data set; there are \(KnownDataset.all.map(\.name).joined(separator: ", "))"
    }
}
