import Foundation
import TrainingCore

/// An image folder on disk that a check made up, and what is in it.
struct ImageTree {
    let root: String
    /// In Unicode order.
    let classes: [String]
    /// Relative to the root, ordered by path.
    let images: [String]

    /// Writes an image folder into the empty folder `root`, file by file in random order.
    ///
    /// Each class has four images, the first three classes one of them further down, in `more`. By their names, images
    /// ordered by path are also ordered by folder, then by name.
    ///
    /// - Parameter clutter: further files, some of them images, that belong to no class.
    init(
        _ root: String, classes: [String], clutter: [String] = [], using generator: inout SeededGenerator
    ) throws {
        self.root = root
        self.classes = classes.sorted()
        images = classes.enumerated().flatMap { label, name in
            let endings = [".png", ".jpg", ".jpeg", ".JPG"].shuffled(using: &generator)
            return zip(generator.permutation(90), endings).enumerated().map { i, file in
                "\(name)/\(i == 0 && label < 3 ? "more/" : "")\(file.0 + 10)\(file.1)"
            }
        }.sorted()
        let picture = try onePixel.get()
        var folders: Set<String> = []
        for file in (images + clutter).shuffled(using: &generator) {
            let path = "\(root)/\(file)"
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            if folders.insert(folder).inserted {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            // `Data.write` would wait for the disk with each of these many small files.
            let stream = OutputStream(toFileAtPath: path, append: false)
            stream?.open()
            let written = stream?.write(picture, maxLength: picture.count)
            stream?.close()
            guard written == picture.count else {
                throw FileError(path, expected: "a place that can be written to", found: "none")
            }
        }
    }

    /// Some classes, two with a capital letter; none begins like another.
    static func classNames(_ count: Int, using generator: inout SeededGenerator) -> [String] {
        let small = ["ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen", "ibis", "jay", "koala", "lynx"]
        let capital = ["Owl", "Rabbit", "Swan", "Tiger", "Wolf", "Yak", "Zebra"]
        return Array(small.shuffled(using: &generator).prefix(count - 2))
            + Array(capital.shuffled(using: &generator).prefix(2))
    }

    /// The images as samples, labelled by their class's place in `list`.
    func samples(_ list: [String]) -> [ImageFolder.Sample] {
        images.map { ImageFolder.Sample(path: $0, label: list.firstIndex(of: Self.classOf($0)) ?? -1) }
    }

    /// The class in whose folder the file at a relative path lies.
    static func classOf(_ path: String) -> String { String(path.prefix { $0 != "/" }) }

    /// The names in a folder of the tree as the file system lists them.
    func listing(_ folder: String = "") -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
    }

    /// `path` relative to the root, or `nil` when it lies elsewhere.
    func relative(_ path: String) -> String? {
        let plain = String(path.dropFirst(root.count + 1))
        if images.contains(plain) && path == "\(root)/\(plain)" { return plain }
        let (path, root) = (resolved(path), resolved(root) + "/")
        return path.hasPrefix(root) ? String(path.dropFirst(root.count)) : nil
    }

    private func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
}

/// The bytes of a PNG file of one pixel.
private let onePixel = Result {
    try withScratchFolder { folder in
        try Image(width: 1, height: 1, pixels: [0, 127, 255]).writePNG(to: "\(folder)/pixel.png")
        return [UInt8](try readFile("\(folder)/pixel.png", expected: "a PNG file"))
    }
}
