import Datasets
import Layers

extension SetupCheck {
    /// What the loaders hand out, and whether the model fits it.
    static func dataFindings(_ checked: CheckedSetup) -> [SetupFinding] {
        let (training, validation) = (checked.setup.training, checked.setup.validation)
        return labels(checked)
            + [
                training.flatMap(nothingToTrainOn), training.flatMap(sortedByClass), validation.flatMap(incomplete),
                training.flatMap { smallBatches($0, checked) },
            ].compactMap { $0 }
    }

    private static func nothingToTrainOn(_ loader: DataLoader) -> SetupFinding? {
        guard loader.batchCount == 0 else { return nil }
        return SetupFinding(
            .nothingToTrainOn, .error,
            seen: "\(loader.dataset.count) training images make no batch of \(loader.batchSize)"
                + (loader.dropLast ? ", and one that is not full is left out" : ""),
            fix:
                "DataLoader(dataset, transforms: transforms, batchSize: \(max(loader.dataset.count, 1)), sampler: .shuffled)"
        )
    }

    /// In random order the class changes from nearly every image to the next. A tenth of that is no random order;
    /// images that fit a single batch need none.
    private static func sortedByClass(_ loader: DataLoader) -> SetupFinding? {
        let labels = loader.dataset.labels
        guard loader.sampler == .sequential, labels.count > loader.batchSize, !labels.isEmpty else { return nil }
        let shares = Dictionary(grouping: labels) { $0 }.values.map { Double($0.count) / Double(labels.count) }
        let expected = Double(labels.count - 1) * (1 - shares.map { $0 * $0 }.reduce(0, +))
        let changes = zip(labels, labels.dropFirst()).count { $0 != $1 }
        guard shares.count > 1, Double(changes) < expected / 10 else { return nil }
        return SetupFinding(
            .trainingSortedByClass, .error,
            seen: "\(labels.count) training images come in order, and the class changes only \(changes) times",
            fix: "DataLoader(dataset, transforms: transforms, batchSize: \(loader.batchSize), sampler: .shuffled)")
    }

    private static func incomplete(_ loader: DataLoader) -> SetupFinding? {
        let left = loader.dropLast ? loader.dataset.count % loader.batchSize : 0
        let draws = if case .weighted = loader.sampler { true } else { false }
        guard left > 0 || draws else { return nil }
        return SetupFinding(
            .validationIncomplete, .warning,
            seen: draws
                ? "validation images are drawn with replacement"
                : "\(left) of \(loader.dataset.count) validation images are left out with the last batch",
            fix: "DataLoader(dataset, transforms: transforms, batchSize: \(loader.batchSize))")
    }

    private static func labels(_ checked: CheckedSetup) -> [SetupFinding] {
        let parts = [("training", checked.setup.training), ("validation", checked.setup.validation)]
        var findings: [SetupFinding] = []
        for case let (part, loader?) in parts {
            let classes = loader.dataset.classes.count
            if let wrong = loader.dataset.labels.first(where: { !(0..<classes).contains($0) }) {
                findings.append(
                    SetupFinding(
                        .labelsOutOfRange, .error,
                        seen: "there is a \(part) image of class \(wrong), but \(classes) classes",
                        fix: "let label = classes.firstIndex(of: name)  // labels count from 0"))
            }
        }
        if let classes = checked.setup.training?.dataset.classes.count, let logits = checked.logitCount,
            logits != classes
        {
            findings.append(headMisfit(logits: logits, classes: classes, checked.head?.name ?? ""))
        }
        return findings
    }

    /// Too few logits stop the program; too many only waste what they learn.
    static func headMisfit(logits: Int, classes: Int, _ head: String) -> SetupFinding {
        SetupFinding(
            .headDoesNotFitClasses, logits < classes ? .error : .warning,
            seen: "the model has \(logits) logits, the training images have \(classes) classes",
            fix: "model.\(head.isEmpty ? "fc" : head) = Linear(features, \(classes))")
    }

    /// In Wu and He's measurements a ResNet-50 loses about a point of accuracy with 8 images a batch, four with 4 and
    /// eleven with 2: below 4 it is told.
    private static func smallBatches(_ loader: DataLoader, _ checked: CheckedSetup) -> SetupFinding? {
        let images = loader.sampler.sampleCount(of: loader.dataset.count)
        let size = min(loader.batchSize, images)
        guard let norm = checked.followingNorms.first?.name, loader.batchCount > 0 else { return nil }
        if size < 4 {
            return SetupFinding(
                .batchTooSmallForBatchNorm, .warning,
                seen:
                    "a batch has \(size) image\(size == 1 ? "" : "s"), and \(norm) takes its statistics from the batch",
                fix:
                    "for case let norm as BatchNorm in model.namedModules.map(\\.element) { norm.statisticsAreFrozen = true }"
            )
        }
        guard images % loader.batchSize == 1, !loader.dropLast else { return nil }
        // Behind a pooling an image is a single value per channel, whose variance does not exist.
        let isUndefined = checked.followingNorms.contains { $0.module is BatchNorm1d }
        return SetupFinding(
            .lastBatchOfOne, isUndefined ? .error : .warning,
            seen: "\(images) images in batches of \(loader.batchSize) leave a last batch of one, and \(norm) takes its "
                + "statistics from the batch",
            fix:
                "DataLoader(dataset, transforms: transforms, batchSize: \(loader.batchSize), sampler: .shuffled, dropLast: true)"
        )
    }
}
