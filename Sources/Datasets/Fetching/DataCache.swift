import Foundation

/// The folder that fetched data sets are kept in.
public struct DataCache: Sendable {
    /// Its path. It need not exist.
    public let path: String

    /// The cache at `path`.
    public init(_ path: String) { self.path = path }

    /// The user's: `fine-tuning-workbook/data` in `$XDG_CACHE_HOME`, or in `~/.cache` where that is not set.
    public static var standard: DataCache {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? NSHomeDirectory()
        // The XDG specification: a relative path is to be ignored.
        let set = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return DataCache(joined(set ?? joined(home, ".cache"), "fine-tuning-workbook/data"))
    }

    /// Where a data set's files are once it is fetched.
    public func folder(of dataset: KnownDataset) -> String { joined(path, dataset.name) }

    /// Whether a data set is here. A folder gets its name when it is complete, so one that is there is whole.
    public func contains(_ dataset: KnownDataset) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: folder(of: dataset), isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Where a file is kept until the data set is made of it, and where to put one that was fetched by hand.
    public func path(of download: Download, for dataset: KnownDataset) -> String {
        joined(downloads(of: dataset), download.file)
    }

    /// The folder of a data set's downloads.
    func downloads(of dataset: KnownDataset) -> String { joined(path, "downloads/\(dataset.name)") }
}
