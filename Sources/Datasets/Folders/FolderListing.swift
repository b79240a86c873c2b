import Files
import Foundation

/// The names of the sub-folders of `root` in Unicode order: the classes.
func classFolders(in root: String) throws -> [String] {
    let expected = "a folder with one sub-folder per class"
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder) else {
        throw FileError(root, expected: expected, found: "no such folder")
    }
    guard isFolder.boolValue else { throw FileError(root, expected: expected, found: "a file") }
    let names = try visibleNames(in: root).filter { isDirectory(joined(root, $0)) }
    guard !names.isEmpty else { throw FileError(root, expected: expected, found: "no sub-folder") }
    guard Set(names).count == names.count else {
        // Swift's strings are equal when they read the same; the file system compares bytes.
        throw FileError(root, expected: expected, found: "two names that differ only in how accents are encoded")
    }
    return names
}

/// The paths of the images at any depth below the folder of a class: ordered by folder, then by name, as
/// torchvision does.
package func imageFiles(inClass folder: String) throws -> [String] {
    var found: [(folder: String, images: [String])] = []
    try collectImages(in: folder, inside: [], into: &found)
    let paths = found.sorted { precedes($0.folder, $1.folder) }.flatMap { entry in
        entry.images.map { joined(entry.folder, $0) }
    }
    guard !paths.isEmpty else {
        throw FileError(folder, expected: "at least one .png, .jpg or .jpeg image of this class", found: "none")
    }
    return paths
}

/// The paths of all files below the folder of a class that are no images by their names.
func otherFiles(inClass folder: String) throws -> [String] {
    var found: [(folder: String, images: [String])] = []
    try collectImages(in: folder, inside: [], into: &found)
    return try found.flatMap { entry in
        try visibleNames(in: entry.folder).map { joined(entry.folder, $0) }.filter {
            !hasImageExtension($0) && !isDirectory($0)
        }
    }
}

/// `folder/name`, whether or not `folder` ends in a slash.
func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
}

/// Visits `folder` and everything below; `ancestors` are the folders it lies in, with links resolved.
private func collectImages(
    in folder: String, inside ancestors: [String], into found: inout [(folder: String, images: [String])]
) throws {
    let place = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    guard !ancestors.contains(place) else {
        throw FileError(folder, expected: "folders that end somewhere", found: "a link back to \(place)")
    }
    let names = try visibleNames(in: folder)
    let folders = names.filter { isDirectory(joined(folder, $0)) }
    found.append((folder, names.filter { hasImageExtension($0) && !folders.contains($0) }))
    for name in folders { try collectImages(in: joined(folder, name), inside: ancestors + [place], into: &found) }
}

/// What is in `folder`, in Unicode order, without the names that start with a dot.
private func visibleNames(in folder: String) throws -> [String] {
    do {
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
            .sorted(by: precedes)
    } catch {
        throw FileError(folder, expected: "a folder that can be read", found: "one that cannot (no permission?)")
    }
}

/// Python's order of strings: by code point, which is also the order of the UTF-8 bytes.
private func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

private func hasImageExtension(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".png", ".jpg", ".jpeg"].contains(where: name.hasSuffix)
}

private func isDirectory(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}
