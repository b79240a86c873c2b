import Files
import Foundation
import Images

/// Somebody's own photographs, as they are found in a folder or in a list.
///
/// - Class folders: `photos/cat/1.jpg`, `photos/dog/2.png`.
/// - Parts with class folders: `photos/train/cat/1.jpg`, and likewise `val` (or `valid`, `validation`) and `test`.
/// - A list, a CSV file with the columns `file` and `label` and perhaps `part`; paths count from the list's folder.
public struct Photographs: Sendable {
    /// What a photograph is for.
    public enum Part: String, Sendable, CaseIterable, Codable {
        /// To learn from.
        case train
        /// To choose by.
        case validation
        /// To measure the final model on.
        case test

        /// The names of folders, and words in a list, that stand for a part.
        static let names: [String: Part] = [
            "train": .train, "training": .train, "val": .validation, "valid": .validation, "validation": .validation,
            "test": .test,
        ]
    }

    /// A file with its class, and its part if somebody has decided that.
    public struct Photograph: Sendable, Hashable {
        /// Where the file is.
        public let path: String
        /// The index of its class.
        public let label: Int
        /// The part it belongs to; `nil` where the parts are still to be dealt.
        public let part: Part?
    }

    /// The folder or the list, as given.
    public let source: String
    /// The names of the classes, in Unicode order.
    public let classes: [String]
    /// The files, class after class where they stand in folders, in their order in a list.
    public internal(set) var files: [Photograph]
    /// Files in the class folders that are left out because their names are not those of a PNG or JPEG file.
    public let ignored: [String]

    /// Finds the photographs in a folder or a list.
    ///
    /// - Parameter isExact: whether spaces around the fields of a list belong to them.
    /// - Throws: `FileError` when there is nothing at `source`, there are fewer than two classes, a class has no image,
    ///   parts have different classes, or a list has a line that makes no sense.
    public static func find(_ source: String, isExact: Bool = false) throws -> Photographs {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: source, isDirectory: &isFolder)
        let found =
            exists && !isFolder.boolValue
            ? try Photographs(list: source, isExact: isExact) : try Photographs(folder: source)
        guard found.classes.count > 1 else {
            throw FileError(
                source, expected: "photographs of at least two classes",
                found: "only the class \(found.classes.first ?? "")")
        }
        return found
    }

    /// How many files of each class a part has; `nil` counts those whose part is still to be dealt.
    public func counts(of part: Part?) -> [Int] {
        files.reduce(into: [Int](repeating: 0, count: classes.count)) { counts, file in
            if file.part == part { counts[file.label] += 1 }
        }
    }

    /// The same photographs without some of the files.
    ///
    /// - Throws: `FileError` when a class loses all of its files.
    public func without(_ paths: Set<String>) throws -> Photographs {
        var rest = self
        rest.files = files.filter { !paths.contains($0.path) }
        for label in classes.indices where !rest.files.contains(where: { $0.label == label }) {
            throw FileError(source, expected: "a readable image of the class \(classes[label])", found: "none")
        }
        return rest
    }
}

extension Photographs {
    /// Class folders, or parts with class folders.
    private init(folder: String) throws {
        let names = try classFolders(in: folder)
        let parts = names.compactMap { name in Part.names[name.lowercased()].map { (name: name, part: $0) } }
        // One folder of several with such a name is a class: a railway, say.
        guard parts.count > 1 || names.count == 1, parts.contains(where: { $0.part == .train }) else {
            let images = try ImageFolder(folder)
            try self.init(source: folder, classes: images.classes, [(nil, images)])
            return
        }
        guard parts.count == names.count else {
            let others = names.filter { Part.names[$0.lowercased()] == nil }
            throw FileError(
                folder, expected: "a folder for each part and no others, or one for each class",
                found: "\(parts.map(\.name).joined(separator: ", ")), and beside them \(others.joined(separator: ", "))"
            )
        }
        guard Set(parts.map(\.part)).count == parts.count else {
            throw FileError(
                folder, expected: "a folder for each part", found: "two for one: \(names.joined(separator: ", "))")
        }
        let train = try ImageFolder(joined(folder, parts.first { $0.part == .train }?.name ?? ""))
        try self.init(
            source: folder, classes: train.classes,
            parts.map { ($0.part, try ImageFolder(joined(folder, $0.name), classes: train.classes)) })
    }

    private init(source: String, classes: [String], _ parts: [(part: Part?, images: ImageFolder)]) throws {
        self.source = source
        self.classes = classes
        files = parts.flatMap { part, images in
            images.samples.map { Photograph(path: $0.path, label: $0.label, part: part) }
        }
        ignored = try parts.flatMap { _, images in
            try classes.flatMap { try otherFiles(inClass: joined(images.root, $0)) }
        }
    }

    /// A CSV file: `file,label`, or `file,label,part`. A first line with these words names the columns.
    private init(list path: String, isExact: Bool) throws {
        let expected = "lines of file,label or file,label,part"
        var rows = try readCSV(path)
        if let first = rows.first, ["file", "path", "image"].contains(first.fields[0].lowercased()) {
            rows.removeFirst()
        }
        guard !rows.isEmpty else { throw FileError(path, expected: expected, found: "an empty list") }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let entries = try rows.map { line, fields in
            let fields = isExact ? fields : fields.map { $0.trimmingCharacters(in: .whitespaces) }
            guard (2...3).contains(fields.count), !fields[0].isEmpty, !fields[1].isEmpty else {
                throw FileError(path, expected: expected, found: "\(fields.count) fields in line \(line)")
            }
            let word = fields.count == 3 ? fields[2] : ""
            guard word.isEmpty || Part.names[word.lowercased()] != nil else {
                throw FileError(path, expected: "train, val or test as a part", found: "“\(word)” in line \(line)")
            }
            let file = fields[0].hasPrefix("/") ? fields[0] : joined(folder, fields[0])
            return (file: file, label: fields[1], part: Part.names[word.lowercased()])
        }
        let undecided = entries.count { $0.part == nil }
        guard undecided == 0 || undecided == entries.count else {
            throw FileError(path, expected: "a part in every line or in none", found: "\(undecided) lines without one")
        }
        let classes = Set(entries.map(\.label)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        source = path
        self.classes = classes
        files = entries.map { entry in
            Photograph(path: entry.file, label: classes.firstIndex(of: entry.label) ?? 0, part: entry.part)
        }
        ignored = []
        guard undecided > 0 || files.contains(where: { $0.part == .train }) else {
            throw FileError(path, expected: "files to train on", found: "none")
        }
    }
}
