import Foundation
import RandomNumbers
import TrainingCore

/// A batch whose predictions are known, and the grid that it should give.
struct GridCase {
    /// What a tile says.
    struct Caption: Equatable {
        var predicted: Int
        var actual: Int
        var probability: Double
    }

    let model: ScriptedModel
    /// The mode that the model has before the picture is drawn.
    let isTraining: Bool
    let batch: PixelBatch
    let classNames: [String]
    let preset: Preset
    /// The captions as they should be, and with the model in training mode.
    let captions: [Caption], captionsInTraining: [Caption]

    init(_ grading: Grading, isTraining: Bool) throws {
        var generator = grading.generator()
        let classes = 4
        let preset = NormalizedPicture.randomPreset(using: &generator)
        let pictures = TaggedPictures(count: Int.random(in: 7...9, using: &generator), classes: classes, &generator)
        let loader = DataLoader(
            pictures, transforms: Transforms([], then: [Normalize(mean: preset.mean, std: preset.std)]),
            batchSize: pictures.count, sampler: .shuffled, seed: generator.next())
        guard let batch = try loader.batches(epoch: 0).next() else { preconditionFailure("a loader without batches") }
        // The first is right; the second is wrong, and right in training mode.
        var (evaluation, training): ([NumberedImage: [Float]], [NumberedImage: [Float]]) = ([:], [:])
        var (captions, captionsInTraining): ([Caption], [Caption]) = ([], [])
        for (place, index) in batch.indices.enumerated() {
            let label = pictures.label(at: index)
            let isRight = place == 0 || place > 1 && generator.uniform() < 0.5
            let other = (label + Int.random(in: 1..<classes, using: &generator)) % classes
            let image = NumberedImage(origin: TaggedPictures.origin, index: index)
            for mode in [false, true] {
                let predicted = isRight != mode ? label : other
                // Well between two roundings to whole per cents.
                let percent = Double(Int.random(in: 60...97, using: &generator)) + 0.2
                let rest = (100 - percent) / Double(classes - 1)
                let logits = (0..<classes).map { Float(log($0 == predicted ? percent : rest)) }
                let caption = Caption(predicted: predicted, actual: label, probability: percent / 100)
                if mode {
                    training[image] = logits
                    captionsInTraining.append(caption)
                } else {
                    evaluation[image] = logits
                    captions.append(caption)
                }
            }
        }
        model = ScriptedModel(classes: classes, evaluation: evaluation, training: training, preset: preset)
        if !isTraining { model.eval() }
        classNames = ["ant", "bee", "fly", "wasp"].shuffled(using: &generator)
        (self.batch, self.preset, self.isTraining) = (batch, preset, isTraining)
        (self.captions, self.captionsInTraining) = (captions, captionsInTraining)
    }

    /// The normalised image at a place of the batch.
    func normalized(_ place: Int) -> NormalizedPicture {
        let size = batch.values.count / batch.count
        let values = Array(batch.values[place * size..<(place + 1) * size])
        return NormalizedPicture(
            image: FloatImage(channels: 3, height: batch.shape[2], width: batch.shape[3], values: values),
            preset: preset)
    }

    /// The grid with the right images and some captions.
    func grid(_ captions: [Caption]) -> PredictionGrid {
        PredictionGrid(
            tiles: captions.enumerated().map { place, caption in
                PredictionGrid.Tile(
                    image: normalized(place).expected, predicted: classNames[caption.predicted],
                    actual: classNames[caption.actual], probability: caption.probability)
            })
    }

    /// What the known mistakes would write; `nil` where a mistake leaves a tile open.
    var suspects: [(misconception: Misconception, captions: [Caption?])] {
        let swapped = captions.map {
            Caption(predicted: $0.actual, actual: $0.predicted, probability: $0.probability)
        }
        let rest = Double(classNames.count - 1)
        let ofTruth = captions.map { caption in
            var other = caption
            if caption.predicted != caption.actual { other.probability = (1 - caption.probability) / rest }
            return other
        }
        return [
            (Q27.otherProbability, ofTruth), (Q27.rolesSwapped, swapped), (Q27.trainingMode, captionsInTraining),
            (Q27.trainingMode, zip(captionsInTraining, captions).map { $0.withProbability(of: $1) }),
        ] + offByOne.map { (Q27.offByOne, $0) }
    }

    /// The neighbour's prediction, label or both; and the name of the class before or after.
    private var offByOne: [[Caption?]] {
        [-1, 1].flatMap { step in
            let shifted = captions.indices.map { place -> (own: Caption, neighbour: Caption)? in
                captions.indices.contains(place + step) ? (captions[place], captions[place + step]) : nil
            }
            let named = { (predicted: Bool, actual: Bool) in
                captions.map { caption -> Caption? in
                    var other = caption
                    let next = { (label: Int) in (label + step + classNames.count) % classNames.count }
                    if predicted { other.predicted = next(caption.predicted) }
                    if actual { other.actual = next(caption.actual) }
                    return other
                }
            }
            return [
                shifted.map { $0?.neighbour },
                shifted.map { pair in pair.map { $0.neighbour.withActual(of: $0.own) } },
                shifted.map { pair in pair.map { $0.neighbour.withActual(of: $0.own).withProbability(of: $0.own) } },
                shifted.map { pair in pair.map { $0.own.withActual(of: $0.neighbour) } },
                named(true, true), named(true, false), named(false, true),
            ]
        }
    }
}

extension GridCase.Caption {
    fileprivate func withActual(of other: Self) -> Self {
        Self(predicted: predicted, actual: other.actual, probability: probability)
    }

    fileprivate func withProbability(of other: Self) -> Self {
        Self(predicted: predicted, actual: actual, probability: other.probability)
    }
}

/// Random pictures of 8×8 pixels whose first pixel tells a ``ScriptedModel`` which one it is.
private struct TaggedPictures: ImageDataset {
    static let origin: UInt8 = 90
    let classes: [String]
    let labels: [Int]
    private let images: [Image]

    init(count: Int, classes: Int, _ generator: inout SeededGenerator) {
        self.classes = (0..<classes).map { "class \($0)" }
        labels = (0..<count).map { _ in Int.random(in: 0..<classes, using: &generator) }
        images = (0..<count).map { index in
            let pixels = (0..<8 * 8 * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
            return Image(width: 8, height: 8, pixels: [0, UInt8(index), Self.origin] + pixels.dropFirst(3))
        }
    }

    var count: Int { images.count }
    func label(at index: Int) -> Int { labels[index] }
    func image(at index: Int) -> Image { images[index] }
}
