/// A file of a data set could not be fetched. The message says how to fetch it by hand.
public struct FetchError: Error, Sendable, CustomStringConvertible {
    /// The name of the data set.
    public let dataset: String
    /// The file.
    public let download: Download
    /// Where the file would have gone.
    public let path: String
    /// Why it could not be fetched, in the words of the command that tried.
    public let reason: String

    /// What could not be fetched and why, from where, to where, and what to do.
    public var description: String {
        """
        \(dataset): \(download.file) could not be fetched (\(reason))
        Fetch it where there is a network, put it there under this name, and run ./workbook data fetch \(dataset) again.
          from  \(download.origin)
          to    \(path)
          file  \(size)\(download.checksum.map { ", \($0)" } ?? "")
        """
    }

    private var size: String { download.megabytes > 0 ? "\(download.megabytes) MB" : "less than 1 MB" }
}
