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

/// Fails unless `found` are the samples of the tree, labelled by `classes`, in any order.
///
/// - Parameter isLast: where several known mistakes together leave images out, the last of them is named, not the first.
func expectSamples(
    _ found: [ImageFolder.Sample], of tree: ImageTree, classes: [String], namingLast isLast: Bool = false
) throws {
    try expectImages(found, in: tree)
    let paths = tree.relative(found).map(\.path)
    let missing = tree.images.filter { !paths.contains($0) }
    if let first = missing.first {
        let reasons = tree.reasons(forMissing: missing)
        throw Mistake(
            expected: "\(tree.images.count) images", found: "\(first) is not among them",
            isLast ? reasons.last : reasons.first)
    }
    try expect(
        paths.count == tree.images.count, expected: "\(tree.images.count) images", found: "\(paths.count), some twice")
    try expectLabels(found, in: tree, classes: classes)
}

/// Fails unless all of `found` are images of the tree, and each class has some. Others may be missing.
func expectNoOthers(_ found: [ImageFolder.Sample], in tree: ImageTree) throws {
    try expectImages(found, in: tree)
    let known = Set(tree.relative(found).map { ImageTree.classOf($0.path) })
    if let without = tree.classes.first(where: { !known.contains($0) }) {
        throw Mistake(expected: "images of \(tree.classes.count) classes", found: "none of \(without)")
    }
}

/// Fails unless each of `found` has its class's index in `classes`, and each class has some. Others may be missing.
func expectLabels(_ found: [ImageFolder.Sample], in tree: ImageTree, classes: [String]) throws {
    try expectNoOthers(found, in: tree)
    let found = tree.relative(found).sorted { $0.path < $1.path }
    func labelled(by list: [String]) -> [ImageFolder.Sample] {
        found.map { .init(path: $0.path, label: list.firstIndex(of: ImageTree.classOf($0.path)) ?? -1) }
    }
    var misconception: Misconception?
    switch found {
    case labelled(by: tree.classes): misconception = Q05.separateLists
    case labelled(by: tree.classesAsPeopleSort): misconception = Q05.sortedAsPeopleDo
    case labelled(by: tree.listedClasses): misconception = Q05.directoryOrder
    default: break
    }
    try expect(found, equals: labelled(by: classes), "samples by path", misconception)
}

/// Fails if one of `found` is not an image of the tree.
private func expectImages(_ found: [ImageFolder.Sample], in tree: ImageTree) throws {
    if let stranger = found.first(where: { tree.relative($0.path) == nil }) {
        throw Mistake(expected: "paths that start with \(tree.root)", found: stranger.path)
    }
    if let extra = tree.relative(found).map(\.path).first(where: { !tree.images.contains($0) }) {
        let isHidden = extra.split(separator: "/").contains { $0.hasPrefix(".") }
        let isBeside = !tree.classes.contains(ImageTree.classOf(extra))
        throw Mistake(
            expected: "\(tree.images.count) images", found: "\(extra) among them",
            isHidden || !isBeside ? Q05.hiddenCounted : Q05.wrongLevel)
    }
}

extension ImageTree {
    /// The known mistakes that, together, leave out exactly these images; none if others are among them.
    fileprivate func reasons(forMissing missing: [String]) -> [Misconception] {
        let nested = images.filter { $0.contains("/more/") }
        if missing == images.filter({ !nested.contains($0) }) { return [Q05.wrongLevel] }
        var reasons: [Misconception] = []
        var (left, rest) = (images, missing)
        func explain(_ misconception: Misconception?, where isOverlooked: (String) -> Bool) {
            let overlooked = left.filter(isOverlooked)
            guard !overlooked.isEmpty && overlooked.allSatisfy(missing.contains) else { return }
            left.removeAll(where: isOverlooked)
            rest.removeAll(where: isOverlooked)
            if let misconception { reasons.append(misconception) }
        }
        explain(Q05.wrongLevel, where: nested.contains)
        explain(Q05.capitalsOverlooked) { $0.hasSuffix(".JPG") }
        explain(nil) { $0.hasSuffix(".jpeg") }  // plain to see from the image that is absent
        return rest.isEmpty ? reasons : []
    }
}

/// Fails unless the two parts share the training folder's classes.
func expectParts(
    _ parts: (classes: [String], training: [ImageFolder.Sample], validation: [ImageFolder.Sample]),
    _ training: ImageTree, _ validation: ImageTree
) throws {
    try expectClasses(parts.classes, of: training)
    try expectSamples(parts.training, of: training, classes: training.classes, namingLast: true)
    try expectSamples(parts.validation, of: validation, classes: training.classes, namingLast: true)
}
