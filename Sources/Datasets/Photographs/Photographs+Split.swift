import Files
import Images
import RandomNumbers

extension Photographs {
    /// The photographs in three parts.
    ///
    /// Parts that somebody has decided stay as they are. Otherwise 70 % of each class are to train on, 15 % to validate
    /// and 15 % to test, dealt at random; from decided parts without validation, 15 % of the training images are taken
    /// for it. Without test images the test part is empty.
    ///
    /// - Parameters:
    ///   - copies: groups of files with the same contents. Each group stays together.
    ///   - reading: how the files are read.
    /// - Throws: `FileError` when a class is left without an image to train on or to validate.
    public func split(seed: UInt64, copies: [[String]] = [], reading: ImageReading) throws -> DatasetSplit {
        let decided = parts(seed: seed, copies: copies)
        func dataset(_ part: Part) -> LabeledFiles {
            let chosen = files.filter { decided[$0.path] == part }
            return LabeledFiles(
                classes: classes, samples: chosen.map { .init(path: $0.path, label: $0.label) }, reading: reading)
        }
        let (train, validation) = (dataset(.train), dataset(.validation))
        for (part, images) in [(Part.train, train), (.validation, validation)] {
            guard let empty = images.countPerClass.firstIndex(of: 0) else { continue }
            let hint = files.contains { $0.part == nil } ? "; a class needs at least two different images" : ""
            throw FileError(
                source, expected: "an image of each class in every part",
                found: "none of \(classes[empty]) for \(part.rawValue)\(hint)")
        }
        return DatasetSplit(train: train, validation: validation, test: dataset(.test))
    }

    /// The part of each path.
    private func parts(seed: UInt64, copies: [[String]]) -> [String: Part] {
        let isUndecided = files.contains { $0.part == nil }
        let hasValidation = files.contains { $0.part == .validation }
        guard isUndecided || !hasValidation else { return parts { $0.part ?? .train } }
        let fractions: [(part: Part, share: Double)] =
            isUndecided ? [(.validation, 0.15), (.test, 0.15)] : [(.validation, 0.15)]
        var first: [String: String] = [:]
        for group in copies { for path in group { first[path] = group[0] } }

        var generator = SeededGenerator(seed: seed)
        var dealt: [String: Part] = [:]
        for label in classes.indices {
            let members = files.filter { $0.label == label && ($0.part ?? .train) == .train }.map(\.path)
            let leaders = members.filter { first[$0] ?? $0 == $0 }
            var rest = generator.permutation(leaders.count).map { leaders[$0] }[...]
            for (part, share) in fractions {
                // One at least, as long as one stays to train on.
                let count = min(max(1, Int((Double(leaders.count) * share).rounded())), max(rest.count - 1, 0))
                for path in rest.prefix(count) { dealt[path] = part }
                rest = rest.dropFirst(count)
            }
        }
        return parts { file in
            if let part = file.part, part != .train { return part }
            return dealt[first[file.path] ?? file.path] ?? .train
        }
    }

    private func parts(_ part: (Photograph) -> Part) -> [String: Part] {
        Dictionary(files.map { ($0.path, part($0)) }) { first, _ in first }
    }
}
