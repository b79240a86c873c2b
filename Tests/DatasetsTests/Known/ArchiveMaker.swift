import Files
import Foundation
import Testing

@testable import Datasets

/// Makes small archives in the formats that the known data sets are published in, and fetches from them.
struct ArchiveMaker {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    var cache: DataCache { DataCache("\(folder.path)/cache/data") }

    /// Packs a folder as a tar file compressed with gzip.
    func tar(_ source: String, as name: String) throws -> String {
        let path = "\(folder.path)/\(name)"
        let run = try Command("tar", ["-c", "-z", "-f", path, source], in: folder.path)
        try #require(run.status == 0, "\(run.text)")
        return path
    }

    /// Packs the files in `source` as a Debian package.
    func debian(_ source: String, as name: String) throws -> String {
        let control = "Package: x\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: test\n"
        try folder.write("\(source)/DEBIAN/control", Array(control.utf8))
        let path = "\(folder.path)/\(name)"
        let run = try Command("dpkg-deb", ["--root-owner-group", "--build", "\(folder.path)/\(source)", path])
        try #require(run.status == 0, "\(run.text)")
        return path
    }

    /// A folder with a shell script under the name of a command, in front of the `PATH`.
    func tools(_ command: String, _ script: String) throws -> SystemTools {
        let path = try folder.write("bin/\(command)", Array("#!/bin/sh\n\(script)\n".utf8))
        chmod(path, 0o755)
        return SystemTools(environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin"])
    }

    /// Fetches a data set with files of the test in the place of the published ones.
    func fetch(_ dataset: KnownDataset, from files: [String], tools: SystemTools = SystemTools()) throws -> DatasetSplit
    {
        let dataset = dataset.with(
            files.map { Download(URL(fileURLWithPath: $0).lastPathComponent, from: "file://\($0)") })
        _ = try Fetcher(into: cache, tools: tools) { _ in }.fetch(dataset)
        return try dataset.open(in: cache)
    }
}

extension KnownDataset {
    /// The same data set, made of other files.
    func with(_ downloads: [Download]) -> KnownDataset {
        KnownDataset(
            name: name, title: title, imageCount: imageCount, classCount: classCount, licence: licence, terms: terms,
            source: source, notes: notes, downloads: downloads, prepare: prepare, read: read)
    }
}

extension Download {
    init(_ file: String, from address: String, checksum: Checksum? = nil) {
        self.init(file, megabytes: 0, from: .address(address), checksum: checksum)
    }
}
