import Datasets
import Images

extension SetupCheck {
    /// Whether training, validation and test images are different ones of the same classes.
    static func partFindings(_ setup: TrainingSetup, readingImages: Bool) -> [SetupFinding] {
        let all: [(name: String, images: (any ImageDataset)?)] = [
            ("training", setup.training?.dataset), ("validation", setup.validation?.dataset), ("test", setup.test),
        ]
        let parts = all.compactMap { name, images in
            images.map { DataPart(name, $0, readingImages: readingImages) }
        }
        return [differentClasses(parts), testFolder(setup), sharedImages(parts)].compactMap { $0 }
    }

    private static func differentClasses(_ parts: [DataPart]) -> SetupFinding? {
        guard let first = parts.first, let other = parts.first(where: { $0.images.classes != first.images.classes })
        else {
            return nil
        }
        let (known, found) = (first.images.classes, other.images.classes)
        let place = zip(known, found).enumerated().first { $1.0 != $1.1 }
        let difference =
            place.map { "class \($0.offset) is \($0.element.0) in \(first.name) and \($0.element.1) in \(other.name)" }
            ?? "\(first.name) has \(known.count) classes, \(other.name) \(found.count)"
        return SetupFinding(
            .classListsDiffer, .error, seen: difference,
            fix: "let \(other.name) = try ImageFolder(folder, classes: \(first.name).classes)")
    }

    /// Validation images that lie in a folder for tests: `test/cat/1.png`. Where training images do too, that folder is
    /// not kept for tests.
    private static func testFolder(_ setup: TrainingSetup) -> SetupFinding? {
        guard setup.test == nil, let images = setup.validation?.dataset, isInTestFolder(images),
            setup.training.map({ !isInTestFolder($0.dataset) }) ?? true
        else { return nil }
        return SetupFinding(
            .testSetUsedToChoose, .warning,
            seen: "validation images come from a folder called test: \(images.name(at: 0))",
            fix: "let parts = try stratifiedSplit(training, fractions: [0.85, 0.15], seed: 1)")
    }

    private static func isInTestFolder(_ images: any ImageDataset) -> Bool {
        let folders = images.count > 0 ? images.name(at: 0).split(separator: "/") : []
        return folders.count > 2 && folders[folders.count - 3] == "test"
    }

    /// The same names, and the same pixels where images may be read. A few twins are in many data sets and change
    /// little: up to one held-out image in a hundred is a warning.
    private static func sharedImages(_ parts: [DataPart]) -> SetupFinding? {
        var findings: [SetupFinding] = []
        for (index, later) in parts.enumerated() {
            for earlier in parts[..<index] {
                let shared = later.indices(of: earlier)
                guard let example = shared.first else { continue }
                let share = Double(shared.count) / Double(later.images.count)
                let isChoice = earlier.name == "validation" && share > 0.5
                findings.append(
                    SetupFinding(
                        isChoice ? .testSetUsedToChoose : .sameImagesInTwoParts, share > 0.01 ? .error : .warning,
                        seen: "\(shared.count) of \(later.images.count) \(later.name) images are also in "
                            + "\(earlier.name), such as \(later.images.name(at: example))",
                        fix: "let parts = try stratifiedSplit(dataset, fractions: [0.7, 0.15, 0.15], seed: 1)"))
            }
        }
        return findings.first { $0.rule == .testSetUsedToChoose } ?? findings.first
    }
}

/// A part of the data, and by what its images can be told from others.
private struct DataPart {
    let name: String
    let images: any ImageDataset
    /// The name of each image, if it has one of its own.
    private let names: [String?]
    /// What stands for the pixels of each; nothing if they may not be read.
    private let pixels: [String?]
    private let marks: Set<String>

    init(_ name: String, _ images: any ImageDataset, readingImages: Bool) {
        (self.name, self.images) = (name, images)
        names = (0..<images.count).map { ownName(images.name(at: $0)) }
        pixels = readingImages ? (0..<images.count).map { (try? images.image(at: $0)).map(contents) } : []
        marks = Set((names + pixels).compactMap { $0 })
    }

    /// Where the images are that another part has too.
    func indices(of other: DataPart) -> [Int] {
        func isShared(_ mark: String?) -> Bool { mark.map(other.marks.contains) ?? false }
        return names.indices.filter { isShared(names[$0]) || (!pixels.isEmpty && isShared(pixels[$0])) }
    }
}

/// The name, unless it is what any dataset says that has no names: `image 17` is another image in each.
private func ownName(_ name: String) -> String? {
    name.hasPrefix("image ") && Int(name.dropFirst(6)) != nil ? nil : name
}

/// A word for an image's pixels: its size and their FNV-1a sum.
private func contents(_ image: Image) -> String {
    let sum = image.pixels.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return "\(image.width)×\(image.height) \(sum)"
}
