import TrainingCore

extension ImageTree {
    /// `samples` with their paths relative to the root; a path from elsewhere stays as it is.
    func relative(_ samples: [ImageFolder.Sample]) -> [ImageFolder.Sample] {
        samples.map { ImageFolder.Sample(path: relative($0.path) ?? $0.path, label: $0.label) }
    }

    /// The classes as the file system lists them.
    var listedClasses: [String] { listing().filter(classes.contains) }

    /// The classes in an order that ignores case.
    var classesAsPeopleSort: [String] { classes.sorted { $0.lowercased() < $1.lowercased() } }

    /// Whether the images directly below each class's folder stand in the order in which the file system lists them.
    func isListed(_ paths: [String]) -> Bool {
        classes.allSatisfy { name in
            let files = listing(name).map { "\(name)/\($0)" }.filter(images.contains)
            return paths.filter(files.contains) == files
        }
    }
}

/// Fails unless `found` are the classes of the tree, in order.
func expectClasses(_ found: [String], of tree: ImageTree) throws {
    let expected = tree.classes
    guard found.sorted() == expected else {
        let extra = found.filter { !expected.contains($0) }
        let misconception: Misconception? =
            if extra.contains(where: { name in isFromAnotherLevel(name, tree) }) {
                Q05.wrongLevel
            } else if !extra.isEmpty && extra.allSatisfy(tree.listing().contains) {
                Q05.hiddenCounted
            } else {
                nil
            }
        throw Mistake(expected: "\(expected)", found: "\(found)", misconception)
    }
    try expect(
        found, equals: expected, "classes",
        found == tree.classesAsPeopleSort
            ? Q05.sortedAsPeopleDo : found == tree.listedClasses ? Q05.directoryOrder : nil)
}

/// Whether a class's name is that of the root or of something below a class's folder.
private func isFromAnotherLevel(_ name: String, _ tree: ImageTree) -> Bool {
    if tree.listing().contains(name) { return false }
    return name == "data" || tree.images.contains { $0 == name || $0.hasSuffix("/" + name) || $0.contains("/\(name)/") }
        || tree.images.contains { $0.hasPrefix(name + "/") }
}

/// Fails unless `found` are the samples of the tree, labelled by `classes`; their order counts if `isOrdered`.
func expectSamples(
    _ found: [ImageFolder.Sample], of tree: ImageTree, classes: [String], isOrdered: Bool = false
) throws {
    if let stranger = found.first(where: { tree.relative($0.path) == nil }) {
        throw Mistake(expected: "paths that start with \(tree.root)", found: stranger.path)
    }
    let (found, expected) = (tree.relative(found), tree.samples(classes))
    let paths = found.map(\.path)
    if let extra = paths.first(where: { !tree.images.contains($0) }) {
        let isHidden = extra.split(separator: "/").contains { $0.hasPrefix(".") }
        let isBeside = !tree.classes.contains(ImageTree.classOf(extra))
        throw Mistake(
            expected: "\(tree.images.count) images", found: "\(extra) among them",
            isHidden || !isBeside ? Q05.hiddenCounted : Q05.wrongLevel)
    }
    let missing = tree.images.filter { !paths.contains($0) }
    if let first = missing.first {
        let nested = tree.images.filter { $0.contains("/more/") }
        let direct = tree.images.filter { !$0.contains("/more/") }
        let capital = tree.images.filter { $0.hasSuffix("G") }
        throw Mistake(
            expected: "\(tree.images.count) images", found: "\(first) is not among them",
            missing == nested || missing == direct
                ? Q05.wrongLevel : missing == capital ? Q05.capitalsOverlooked : nil)
    }
    try expect(
        paths.count == expected.count, expected: "\(expected.count) images", found: "\(paths.count), some twice")

    let order: (ImageFolder.Sample, ImageFolder.Sample) -> Bool = { $0.path < $1.path }
    try expect(
        found.sorted(by: order), equals: expected.sorted(by: order), "samples by path",
        labelMistake(found.sorted(by: order), tree, given: classes))
    if isOrdered {
        try expect(paths, equals: tree.images, "paths", tree.isListed(paths) ? Q05.directoryOrder : nil)
    }
}

/// The list of classes that explains wrong labels.
private func labelMistake(
    _ found: [ImageFolder.Sample], _ tree: ImageTree, given classes: [String]
) -> Misconception? {
    switch found {
    case tree.samples(tree.classes): Q05.separateLists
    case tree.samples(tree.classesAsPeopleSort): Q05.sortedAsPeopleDo
    case tree.samples(tree.listedClasses): Q05.directoryOrder
    default: nil
    }
}

/// Fails unless the two parts share the training folder's classes.
func expectParts(
    _ parts: (classes: [String], training: [ImageFolder.Sample], validation: [ImageFolder.Sample]),
    _ training: ImageTree, _ validation: ImageTree
) throws {
    try expectClasses(parts.classes, of: training)
    try expectSamples(parts.training, of: training, classes: training.classes)
    try expectSamples(parts.validation, of: validation, classes: training.classes)
}
