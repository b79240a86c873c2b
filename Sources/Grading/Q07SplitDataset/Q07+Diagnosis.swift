import TrainingCore

/// Fails unless every index is in exactly one part.
func expectPartition(_ parts: [[Int]], _ split: Split) throws {
    try expect(parts.count, equals: split.fractions.count, "number of parts")
    let all = parts.flatMap { $0 }
    if let stranger = all.first(where: { !(0..<split.count ~= $0) }) {
        throw Mistake(expected: "indices in 0 ..< \(split.count)", found: "\(stranger)")
    }
    var seen: Set<Int> = []
    if let twice = all.first(where: { !seen.insert($0).inserted }) {
        let places = parts.indices.filter { parts[$0].contains(twice) }
        throw Mistake(expected: "index \(twice) once", found: "in parts \(places)", Q07.overlap)
    }
    let lengths = parts.map(\.count)
    try expect(
        all.count == split.count, expected: "\(split.count) indices in all",
        found: "\(all.count); \((0..<split.count).first { !seen.contains($0) } ?? 0) is in no part",
        lengths == split.floors ? Q07.lostRemainder : nil)
}

/// Fails unless the lengths are those of PyTorch's `random_split`.
func expectLengths(_ found: [Int], _ split: Split) throws {
    let remainder = split.count - split.floors.reduce(0, +)
    let toOne = split.floors.indices.map { part in
        split.floors.enumerated().map { $1 + ($0 == part ? remainder : 0) }
    }
    let misconception: Misconception? =
        if found == split.floors { Q07.lostRemainder } else if toOne.contains(found) { Q07.remainderToOne } else { nil }
    try expect(
        found == split.lengths, expected: "\(split.count) by \(split.fractions): \(split.lengths)", found: "\(found)",
        misconception)
}

/// Whether the parts are the dataset's indices in order, cut into pieces.
func isInOrder(_ parts: [Set<Int>]) -> Bool {
    parts.allSatisfy { part in
        guard let first = part.min(), let last = part.max() else { return false }
        return last - first < part.count
    }
}

/// Fails unless validation is a part of `training`, the rest of which is the training part, and test is `test`.
func expectParts(
    _ parts: (training: Part, validation: Part, test: Part), of training: NumberedDataset, _ test: NumberedDataset,
    _ fraction: Double
) throws {
    let learned = try parts.training.images.numberedImages()
    let validated = try parts.validation.images.numberedImages()
    let tested = try parts.test.images.numberedImages()
    let published = Set(try test.numberedImages())

    let stolen = (validated + learned).first(where: published.contains)
    try expect(
        validated.allSatisfy { !published.contains($0) }, expected: "validation images from the training set",
        found: "image \(stolen?.index ?? 0) of the test set", Q07.validationFromTest)
    try expect(
        stolen == nil, expected: "training images from the training set",
        found: "image \(stolen?.index ?? 0) of the test set among them")
    try expect(
        Set(tested) == published && tested.count == test.count, expected: "all \(test.count) images of the test set",
        found: "\(tested.count), \(Set(tested).intersection(published).count) of them from it")

    let split = Split(count: training.count, fractions: [1 - fraction, fraction], seed: 0)
    try expectPartition([learned.map(\.index), validated.map(\.index)], split)
    try expectLengths([learned.count, validated.count], split)
    for (name, part, images) in [
        ("training", parts.training, learned), ("validation", parts.validation, validated),
        ("test", parts.test, tested),
    ] {
        let labels = (0..<images.count).map(part.images.label(at:))
        try expect(labels, equals: images.map(\.index), "labels of the \(name) part")
    }
    try expect(
        !isInOrder([Set(validated.map(\.index))]), expected: "validation images drawn at random",
        found: "images in the order of the training set", Q07.notShuffled)
}
