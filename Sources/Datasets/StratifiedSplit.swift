import RandomNumbers

/// Deals the images of `dataset` into parts at random, each class by itself, so that every part has its share of every
/// class.
///
/// Within a class the lengths are those of ``splitLengths(_:fractions:)``. In each part, the images keep the order of
/// the dataset. The same seed gives the same parts.
///
/// - Throws: ``SplitError`` when a fraction is negative or they do not sum to 1.
public func stratifiedSplit(_ dataset: any ImageDataset, fractions: [Double], seed: UInt64) throws -> [Subset] {
    let labels = dataset.labels
    var generator = SeededGenerator(seed: seed)
    var parts = [[Int]](repeating: [], count: fractions.count)
    for label in dataset.classes.indices {
        let members = labels.indices.filter { labels[$0] == label }
        for (part, dealt) in try dealt(members.count, fractions: fractions, using: &generator).enumerated() {
            parts[part] += dealt.map { members[$0] }
        }
    }
    return parts.map { Subset(dataset, indices: $0.sorted()) }
}
