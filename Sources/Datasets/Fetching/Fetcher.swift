import Files
import Foundation

/// Brings known data sets into a cache: fetches their files, checks and unpacks them.
///
/// A download that was cut off goes on where it stopped, if it came from an address. A data set appears under its name
/// only when it is complete.
public struct Fetcher {
    private let cache: DataCache
    private let tools: SystemTools
    private let say: (String) -> Void

    /// A fetcher into `cache` that tells `say` what it does, line by line.
    public init(into cache: DataCache = .standard, say: @escaping (String) -> Void) {
        self.init(into: cache, tools: SystemTools(), say: say)
    }

    init(into cache: DataCache, tools: SystemTools, say: @escaping (String) -> Void) {
        self.cache = cache
        self.tools = tools
        self.say = say
    }

    /// Fetches a data set, unless it is here already, and returns its folder.
    ///
    /// The downloaded files are removed when the data set is made of them.
    ///
    /// - Throws: ``FetchError`` when a file cannot be fetched; it says how to do it by hand. `FileError` when a file
    ///   is damaged, the cache cannot be written to, or the data set is being fetched by another program.
    public func fetch(_ dataset: KnownDataset) throws -> String {
        if dataset.isShipped { return try dataset.folder(in: cache) }
        let folder = cache.folder(of: dataset)
        try makeFolder(cache.downloads(of: dataset))
        try locked(cache.downloads(of: dataset) + ".lock") {
            guard !cache.contains(dataset) else { return }
            let files = try dataset.downloads.map { try fetch($0, for: dataset) }
            try make(dataset, from: files, at: folder)
            try? FileManager.default.removeItem(atPath: cache.downloads(of: dataset))
        }
        return folder
    }

    /// Makes the folder under another name, looks whether it can be opened, and renames it.
    private func make(_ dataset: KnownDataset, from files: [String], at folder: String) throws {
        say("Unpacking")
        let unfinished = joined(cache.path, ".\(dataset.name).unfinished")
        try? FileManager.default.removeItem(atPath: unfinished)
        defer { try? FileManager.default.removeItem(atPath: unfinished) }
        try makeFolder(unfinished)
        try dataset.prepare(files, unfinished, tools)
        _ = try dataset.read(unfinished)
        guard rename(unfinished, folder) == 0 else {
            throw FileError(folder, expected: "a place for the data set", found: describe(errno: errno))
        }
    }

    /// The path of a file in the cache, which is fetched unless it is there.
    private func fetch(_ download: Download, for dataset: KnownDataset) throws -> String {
        let path = cache.path(of: download, for: dataset)
        if !FileManager.default.fileExists(atPath: path) {
            let size = download.megabytes > 0 ? ", \(download.megabytes) MB" : ""
            say("Fetching \(download.file)\(size): \(download.origin)")
            let partial = path + ".part"
            if let reason = try failure(fetching: download, to: partial) {
                throw FetchError(dataset: dataset.name, download: download, path: path, reason: reason)
            }
            do {
                try check(download, at: partial, advice: "fetch it again")
            } catch {
                // What is damaged would stay damaged however often it were continued.
                unlink(partial)
                throw error
            }
            guard rename(partial, path) == 0 else {
                throw FileError(path, expected: "a place for the file", found: describe(errno: errno))
            }
        } else {
            try check(download, at: path, advice: "remove it and fetch it again")
        }
        return path
    }

    /// Fetches a file to `partial`, and says why it could not.
    private func failure(fetching download: Download, to partial: String) throws -> String? {
        switch download.origin {
        case .address(let address):
            let isWatched = isatty(STDERR_FILENO) == 1
            let quiet = isWatched ? ["--progress-bar"] : ["--silent"]
            let arguments =
                quiet + [
                    "--show-error", "--fail", "--location", "--retry", "2", "--write-out", "%{http_code}",
                    "--output", partial,
                ]
            var run = try tools.start("curl", arguments + ["--continue-at", "-", address], showsErrors: isWatched)
            // Some servers cannot continue, and others refuse to (416) when what is here is as long as the file.
            let isRefused = run.status == 33 || run.output == Data("416".utf8)
            if isRefused, unlink(partial) == 0 {
                run = try tools.start("curl", arguments + [address], showsErrors: isWatched)
            }
            guard run.status != 0 else { return nil }
            return isWatched ? "curl: exit code \(run.status)" : run.reason
        case .debian(let package):
            return try failure(of: "apt-get", ["download", package], to: partial)
        case .python(let package, let version):
            return try failure(
                of: "python3",
                [
                    "-m", "pip", "--disable-pip-version-check", "--retries", "1", "download", "--quiet", "--no-deps",
                    "--only-binary", ":all:", "\(package)==\(version)",
                ], to: partial)
        }
    }

    /// Runs a command that puts one file into the folder it runs in, under a name of its own.
    private func failure(of command: String, _ arguments: [String], to partial: String) throws -> String? {
        let folder = partial + "s"
        try? FileManager.default.removeItem(atPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try makeFolder(folder)
        let run = try tools.start(command, arguments, in: folder)
        guard run.status == 0 else { return "\(command): \(run.reason)" }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        guard files.count == 1, rename(joined(folder, files[0]), partial) == 0 else {
            return "\(command): \(files.count) files instead of one"
        }
        return nil
    }

    /// Compares a file with its published checksum; `advice` is what to do if they differ.
    private func check(_ download: Download, at path: String, advice: String) throws {
        let (command, digits): (String, String)
        switch download.checksum {
        case .md5(let sum): (command, digits) = ("md5sum", sum)
        case .sha256(let sum): (command, digits) = ("sha256sum", sum)
        case nil: return
        }
        let printed = try tools.run(command, ["--", path], on: path).text
        // A backslash in front says that the file's name is written with backslashes.
        let found = printed.drop { $0 == "\\" }.prefix { $0.isHexDigit }
        guard found == digits else {
            throw FileError(
                path, expected: "the whole file, \(command) \(digits)", found: "\(found); \(advice)")
        }
    }

    private func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw FileError(path, expected: "a folder that can be written to", found: reason(error))
        }
    }
}

/// Runs `body` while this process alone holds the lock at `path`. The system frees it when the process ends.
private func locked(_ path: String, _ body: () throws -> Void) throws {
    let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
        throw FileError(path, expected: "a file that can be written to", found: describe(errno: errno))
    }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        throw FileError(path, expected: "nobody else to fetch this", found: "another program that does")
    }
    try body()
}
