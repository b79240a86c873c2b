import Foundation
import TrainingCore

/// A folder for results, made before the work begins, so that a wrong path costs no time.
struct OutputFolder {
    let path: String
    /// The folders that were made for it, the innermost first.
    private var made: [String] = []

    /// Makes the folder, and those above it, unless it is there already.
    ///
    /// - Throws: `FileError` when it cannot be made or written to.
    init(_ path: String) throws {
        let files = FileManager.default
        var missing = URL(fileURLWithPath: path)
        while !files.fileExists(atPath: missing.path) {
            made.append(missing.path)
            missing.deleteLastPathComponent()
        }
        try? files.createDirectory(atPath: path, withIntermediateDirectories: true)
        var isFolder: ObjCBool = false
        let exists = files.fileExists(atPath: path, isDirectory: &isFolder)
        guard exists && isFolder.boolValue && files.isWritableFile(atPath: path) else {
            let found = !exists ? "one that cannot be made" : isFolder.boolValue ? "a read-only one" : "a file"
            throw FileError(path, expected: "a folder to write the results into", found: found)
        }
        self.path = path
    }

    /// Takes what was made away again where nothing was written into it.
    func removeIfEmpty() { for folder in made { rmdir(folder) } }
}
