import Foundation
import TrainingCore

/// The classes of the image folder `root`, in the order of their labels.
public func classNames(in root: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root)
        .filter { !$0.hasPrefix(".") && isFolder("\(root)/\($0)") }
        .sorted()  // the file system lists in an order of its own
}

/// The images of the image folder `root`, ordered by path.
public func samples(in root: String, classes: [String]) throws -> [ImageFolder.Sample] {
    try classes.enumerated().flatMap { label, name in
        let folder = "\(root)/\(name)"
        return try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { isVisible($0) && isImage($0) }
            .sorted()
            .map { ImageFolder.Sample(path: "\(folder)/\($0)", label: label) }
    }
}

/// The classes of the image folder `training`, and the images of both folders with labels that agree.
public func loadParts(
    training: String, validation: String
) throws -> (classes: [String], training: [ImageFolder.Sample], validation: [ImageFolder.Sample]) {
    let classes = try classNames(in: training)
    let others = try classNames(in: validation)
    guard others == classes else {
        throw FileError(validation, expected: "the classes \(classes)", found: "\(others)")
    }
    return (
        classes, try samples(in: training, classes: classes), try samples(in: validation, classes: classes)
    )
}

/// Whether neither the file nor any folder on its path is hidden.
private func isVisible(_ path: String) -> Bool {
    path.split(separator: "/").allSatisfy { !$0.hasPrefix(".") }
}

private func isImage(_ path: String) -> Bool {
    let path = path.lowercased()
    return [".png", ".jpg", ".jpeg"].contains(where: path.hasSuffix)
}

private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}
