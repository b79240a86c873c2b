import Datasets
import Images
import Models

extension SetupCheck {
    /// What happens to images before the model sees them.
    static func transformFindings(_ setup: TrainingSetup, readingImages: Bool) -> [SetupFinding] {
        let training = setup.training.flatMap { trial($0, readingImages: readingImages) }
        let validation = setup.validation.flatMap { trial($0, readingImages: readingImages) }
        let tried = [("training", training), ("validation", validation)].compactMap { part, trial in
            trial.map { (part: part, trial: $0) }
        }
        return [
            tried.lazy.compactMap(scaledWrong).first, tried.lazy.compactMap(swapped).first,
            normalised(training, validation, setup.preset), sized(training ?? validation, setup.preset),
            setup.validation.flatMap(randomValidation),
        ].compactMap { $0 }
    }

    /// Steps of somebody's own may want images of a certain size, so without one of those they are not tried.
    private static func trial(_ loader: DataLoader, readingImages: Bool) -> TransformTrial? {
        if readingImages, loader.dataset.count > 0, let image = try? loader.dataset.image(at: 0) {
            return TransformTrial(loader.transforms, width: image.width, height: image.height)
        }
        return loader.transforms.hasOnlyKnownSteps ? TransformTrial(loader.transforms, width: 40, height: 30) : nil
    }

    /// Standard deviations of pixels lie between 0.1 and 0.5, so that white is 2 to 10 above black; 1 without
    /// normalising, and 2 for −1…1. A 255th of that and 255 times that lie far outside of these limits.
    private static func scaledWrong(_ tried: (part: String, trial: TransformTrial)) -> SetupFinding? {
        let spans = tried.trial.span.map { abs($0) }
        guard let span = spans.first(where: { !(0.1...60).contains($0) }) else { return nil }
        return imagesScaledWrong("\(tried.part) images are black at 0 and white at \(span)", isTwice: span < 0.1)
    }

    /// The finding for pixels that are scaled to 0…1 twice, or never.
    static func imagesScaledWrong(_ seen: String, isTwice: Bool) -> SetupFinding {
        SetupFinding(
            .imagesScaledWrong, .error,
            seen: "\(seen): they were \(isTwice ? "divided by 255 twice" : "not divided by 255")",
            fix: "Transforms(pixelSteps, then: [Normalize(mean: preset.mean, std: preset.std)])  // it scales by itself"
        )
    }

    private static func swapped(_ tried: (part: String, trial: TransformTrial)) -> SetupFinding? {
        guard tried.trial.areChannelsSwapped else { return nil }
        return SetupFinding(
            .channelsSwapped, .error, seen: "in \(tried.part), red comes out in the last channel and not in the first",
            fix: "preset.evaluationTransforms()  // red, green, blue")
    }

    private static func normalised(
        _ training: TransformTrial?, _ validation: TransformTrial?, _ preset: Preset?
    ) -> SetupFinding? {
        for (part, trial) in [("training", training), ("validation", validation)] {
            guard let preset, let trial, !agree(trial, preset.mean, preset.std) else { continue }
            return SetupFinding(
                .normalisedUnlikeWeights, .error,
                seen:
                    "\(part) images are normalised by mean \(rounded(trial.mean)) and deviation \(rounded(trial.std)), "
                    + "the weights want \(rounded(preset.mean)) and \(rounded(preset.std))",
                fix: "Normalize(mean: preset.mean, std: preset.std)")
        }
        guard let training, let validation, !agree(validation, training.mean, training.std) else { return nil }
        return SetupFinding(
            .normalisedUnlikeWeights, .error,
            seen: "training images are normalised by mean \(rounded(training.mean)) and deviation "
                + "\(rounded(training.std)), validation images by \(rounded(validation.mean)) and "
                + rounded(validation.std), fix: "Normalize(mean: preset.mean, std: preset.std)  // in both")
    }

    /// Up to 0.03 of the way from black to white in the mean and a tenth in the deviation is no difference: the
    /// statistics of one's own photographs are often as near to ImageNet's.
    private static func agree(_ trial: TransformTrial, _ mean: [Float], _ std: [Float]) -> Bool {
        zip(trial.mean, mean).allSatisfy { abs($0 - $1) <= 0.03 }
            && zip(trial.std, std).allSatisfy { abs($0 / $1 - 1) <= 0.1 }
    }

    /// Networks end with features a 32nd of the image's size: at 0.4 times the usual 224 pixels, fewer than three
    /// places a side are left. Smaller images than the weights' own are a usual way to save time, up to there.
    private static func sized(_ trial: TransformTrial?, _ preset: Preset?) -> SetupFinding? {
        guard let preset, let side = trial?.side else { return nil }
        let ratio = Double(side) / Double(preset.imageSize)
        guard ratio < 0.4 || ratio > 2 else { return nil }
        return SetupFinding(
            .sizedUnlikeWeights, .warning,
            seen: "images have \(side) pixels a side, the weights were trained on \(preset.imageSize)",
            fix: "preset.evaluationTransforms(size: \(preset.imageSize))")
    }

    private static func randomValidation(_ loader: DataLoader) -> SetupFinding? {
        let steps =
            loader.transforms.pixelSteps.filter(\.isRandom).map { "\($0)" }
            + loader.transforms.floatSteps.filter(\.isRandom).map { "\($0)" }
        guard let step = steps.first else { return nil }
        return SetupFinding(
            .randomTransformInValidation, .warning, seen: "validation images go through \(step)",
            fix: "DataLoader(validation, transforms: preset.evaluationTransforms(), batchSize: \(loader.batchSize))")
    }
}

/// `[0.485, 0.456, 0.406]`, to three digits.
private func rounded(_ numbers: [Float]) -> String { "\(numbers.map { ($0 * 1000).rounded() / 1000 })" }
