import Foundation
import Grading
import Testing
import TrainingCore

@Suite("Q5 wrong and alternative answers")
struct Question05 {
    typealias Sample = ImageFolder.Sample
    typealias Parts = (classes: [String], training: [Sample], validation: [Sample])

    @Test func directoryOrderOfClasses() {
        expectRejected(because: "directory order instead of sorted") {
            gradeLoadImageDataset({ folders(in: $0) }, ByImageFolder.samples, ByImageFolder.loadParts, $0)
        }
    }

    @Test func directoryOrderOfSamples() {
        expectRejected(because: "directory order instead of sorted") {
            gradeLoadImageDataset(
                ByImageFolder.classNames,
                { root, classes in
                    classes.enumerated().flatMap { label, name in
                        images(below: "\(root)/\(name)").map { Sample(path: $0, label: label) }
                    }
                }, ByImageFolder.loadParts, $0)
        }
    }

    @Test func labelsInTheOrderOfDiscovery() {
        expectRejected(because: "directory order instead of sorted") {
            gradeLoadImageDataset(
                ByImageFolder.classNames,
                { root, _ in try ByImageFolder.samples(root, folders(in: root)) }, ByImageFolder.loadParts, $0)
        }
    }

    @Test func everythingListedIsAClass() {
        expectRejected(because: "hidden files and non-images counted") {
            gradeLoadImageDataset(
                { try FileManager.default.contentsOfDirectory(atPath: $0).sorted() }, ByImageFolder.samples,
                ByImageFolder.loadParts, $0)
        }
    }

    @Test func hiddenImagesAreSamples() {
        expectRejected(because: "hidden files and non-images counted") {
            gradeLoadImageDataset(
                ByImageFolder.classNames,
                { root, classes in samples(root, classes) { isImage($0) } }, ByImageFolder.loadParts, $0)
        }
    }

    @Test func onlyTheStartOfThePathIsLookedAt() {
        expectRejected(onlyBecause: "hidden files and non-images counted") {
            gradeLoadImageDataset(
                ByImageFolder.classNames,
                { root, classes in samples(root, classes) { !$0.hasPrefix(".") && isImage($0) } },
                ByImageFolder.loadParts, $0)
        }
    }

    /// Neither folders further down nor all endings: both are named, and the other checks pass.
    @Test func shallowAndOnlySmallEndings() {
        let some: (String, [String]) -> [Sample] = { root, classes in
            samples(root, classes) { path in
                isVisible(path) && !path.contains("/") && [".png", ".jpg"].contains(where: path.hasSuffix)
            }
        }
        for seed in seeds {
            let grading = Grading(seed: seed)
            gradeLoadImageDataset(
                ByImageFolder.classNames, some,
                { training, validation in
                    let parts = try ByImageFolder.loadParts(training, validation)
                    return (parts.classes, some(training, parts.classes), some(validation, parts.classes))
                }, grading)
            let verdict = grading.verdict("")
            #expect(
                verdict.misconceptions.map(\.name) == [
                    "one level too deep or too shallow", "endings in capitals overlooked",
                ], "\(verdict.checks)")
            #expect(verdict.points == 4, "\(verdict.checks)")
        }
    }

    @Test func everyVisibleFileIsASample() {
        expectRejected(because: "hidden files and non-images counted") {
            gradeLoadImageDataset(
                ByImageFolder.classNames,
                { root, classes in samples(root, classes) { isVisible($0) && !$0.hasSuffix("more") } },
                ByImageFolder.loadParts, $0)
        }
    }

    @Test func foldersAtAnyDepthAreClasses() {
        expectRejected(because: "one level too deep or too shallow") {
            gradeLoadImageDataset(
                { root in
                    try FileManager.default.subpathsOfDirectory(atPath: root)
                        .filter { isVisible($0) && isFolder("\(root)/\($0)") }
                        .map { URL(fileURLWithPath: $0).lastPathComponent }.sorted()
                }, ByImageFolder.samples, ByImageFolder.loadParts, $0)
        }
    }

    @Test func theRootIsTheClass() {
        expectRejected(because: "one level too deep or too shallow") {
            gradeLoadImageDataset(
                { [URL(fileURLWithPath: $0).lastPathComponent] }, ByImageFolder.samples, ByImageFolder.loadParts, $0)
        }
    }

    @Test func onlyImagesDirectlyInTheFolder() {
        expectRejected(because: "one level too deep or too shallow") {
            gradeLoadImageDataset(
                ByImageFolder.classNames,
                { root, classes in samples(root, classes) { isVisible($0) && isImage($0) && !$0.contains("/") } },
                ByImageFolder.loadParts, $0)
        }
    }

    @Test func imagesBesideTheClasses() {
        expectRejected(because: "one level too deep or too shallow") {
            gradeLoadImageDataset(
                ByImageFolder.classNames,
                { root, classes in
                    let stray = folderImages(root).map { Sample(path: $0, label: 0) }
                    return try stray + ByImageFolder.samples(root, classes)
                }, ByImageFolder.loadParts, $0)
        }
    }

    @Test func eachPartCountsItsOwnClasses() {
        expectRejected(because: "class lists built separately") {
            gradeLoadImageDataset(
                ByImageFolder.classNames, ByImageFolder.samples,
                { training, validation in
                    let (a, b) = (try ByImageFolder.classNames(training), try ByImageFolder.classNames(validation))
                    return (a, try ByImageFolder.samples(training, a), try ByImageFolder.samples(validation, b))
                }, $0)
        }
    }

    @Test func theGivenClassesAreIgnored() {
        expectRejected(because: "class lists built separately") {
            gradeLoadImageDataset(
                ByImageFolder.classNames, { root, _ in try ImageFolder(root).samples }, ByImageFolder.loadParts, $0)
        }
    }

    @Test func caseIgnored() {
        expectRejected(because: "sorted as people sort") {
            gradeLoadImageDataset(
                { folders(in: $0).sorted { $0.lowercased() < $1.lowercased() } }, ByImageFolder.samples,
                ByImageFolder.loadParts, $0)
        }
    }

    @Test func capitalEndingsOverlooked() {
        expectRejected(because: "endings in capitals overlooked") {
            gradeLoadImageDataset(
                ByImageFolder.classNames,
                { root, classes in
                    samples(root, classes) { isVisible($0) && [".png", ".jpg", ".jpeg"].contains(where: $0.hasSuffix) }
                }, ByImageFolder.loadParts, $0)
        }
    }

    @Test func nothingAtAll() {
        let grading = Grading(seed: 1)
        gradeLoadImageDataset({ _ in [] }, { _, _ in [] }, { _, _ in ([], [], []) }, grading)
        let verdict = grading.verdict("")
        #expect(verdict.points == 0 && verdict.misconceptions.isEmpty, "\(verdict.checks)")
    }

    /// The core's own type; it also refuses a validation folder that lacks a class.
    @Test func imageFolder() {
        expectAccepted {
            gradeLoadImageDataset(ByImageFolder.classNames, ByImageFolder.samples, ByImageFolder.loadParts, $0)
        }
    }

    /// Walks through the tree by hand, and lets the validation folder lack a class.
    @Test func recursion() {
        struct Unknown: Error {}
        func classNames(_ root: String) -> [String] { folders(in: root).sorted() }
        func all(_ root: String, _ classes: [String]) -> [Sample] {
            classes.indices.flatMap { label in
                images(below: root + "/" + classes[label]).sorted().map { Sample(path: $0, label: label) }
            }
        }
        expectAccepted {
            gradeLoadImageDataset(
                classNames, all,
                { training, validation in
                    let classes = classNames(training)
                    if !Set(classNames(validation)).isSubset(of: classes) { throw Unknown() }
                    return (classes, all(training, classes), all(validation, classes))
                }, $0)
        }
    }
}

/// Right answers by the core's own type.
private enum ByImageFolder {
    static func classNames(_ root: String) throws -> [String] { try ImageFolder(root).classes }

    static func samples(_ root: String, _ classes: [String]) throws -> [ImageFolder.Sample] {
        try ImageFolder(root, classes: classes).samples
    }

    static func loadParts(_ training: String, _ validation: String) throws -> Question05.Parts {
        let folder = try ImageFolder(training)
        return (folder.classes, folder.samples, try ImageFolder(validation, classes: folder.classes).samples)
    }
}

/// The folders directly below `root`, as the file system lists them.
private func folders(in root: String) -> [String] {
    listing(root).filter { !$0.hasPrefix(".") && isFolder("\(root)/\($0)") }
}

/// The visible images below `folder`, as the file system lists them.
private func images(below folder: String) -> [String] {
    folderImages(folder) + folders(in: folder).flatMap { images(below: "\(folder)/\($0)") }
}

/// The visible images directly in `folder`.
private func folderImages(_ folder: String) -> [String] {
    listing(folder).filter { !$0.hasPrefix(".") && isImage($0) }.map { "\(folder)/\($0)" }
}

/// What lies below each class's folder and `isWanted`, sorted.
private func samples(_ root: String, _ classes: [String], where isWanted: (String) -> Bool) -> [ImageFolder.Sample] {
    classes.enumerated().flatMap { label, name in
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(name)")) ?? []
        return paths.filter(isWanted).sorted()
            .map { ImageFolder.Sample(path: "\(root)/\(name)/\($0)", label: label) }
    }
}

private func listing(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
}

private func isVisible(_ path: String) -> Bool { path.split(separator: "/").allSatisfy { !$0.hasPrefix(".") } }

private func isImage(_ path: String) -> Bool {
    [".png", ".jpg", ".jpeg"].contains(where: path.lowercased().hasSuffix)
}

private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}
