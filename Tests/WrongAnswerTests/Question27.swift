import Foundation
import Grading
import Testing
import TrainingCore

@Suite("Q27 wrong and alternative answers")
struct Question27 {
    /// Swift refuses to convert, so a process of its own grades it.
    @Test func unclampedEndsTheProgram() throws {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("HostileAnswers").path
        let verdict = try Runner(program: program).grade("unclamped", .exercise, seed: 1)
        #expect(verdict.state == .crashed, "\(verdict)")
        #expect(verdict.misconceptions.map(\.name).last == "values out of range wrapped around", "\(verdict)")
    }

    @Test func notDenormalized() {
        expectRejected(onlyBecause: "not denormalised") {
            grade(picture: { image, _ in pixels(image) { value, _ in UInt8((255 * clamped(value)).rounded()) } }, $0)
        }
    }

    @Test func notDenormalizedAndWrapped() {
        expectRejected(onlyBecause: "not denormalised") {
            grade(
                picture: { image, _ in pixels(image) { value, _ in UInt8(truncatingIfNeeded: Int(255 * value)) } }, $0)
        }
    }

    @Test func blueFirst() {
        expectRejected(onlyBecause: "channels swapped") {
            grade(
                picture: { image, preset in
                    var picture = Image(denormalizing: image, mean: preset.mean, std: preset.std)
                    for i in stride(from: 0, to: picture.pixels.count, by: 3) { picture.pixels.swapAt(i, i + 2) }
                    return picture
                }, $0)
        }
    }

    @Test func wrappedAround() {
        expectRejected(onlyBecause: "values out of range wrapped around") {
            grade(
                picture: { image, preset in
                    pixels(image) { value, channel in
                        let number = 255 * (value * preset.std[channel] + preset.mean[channel])
                        return UInt8(truncatingIfNeeded: Int(number.rounded()))
                    }
                }, $0)
        }
    }

    @Test func truthAndPredictionSwapped() {
        expectRejected(onlyBecause: "truth and prediction swapped") {
            grade(
                tile: { data in
                    PredictionGrid.Tile(
                        image: data.image, predicted: data.actual, actual: data.predicted,
                        probability: data.probability)
                }, $0)
        }
    }

    @Test func predictionsOfTheNextImage() {
        expectRejected(because: "captions off by one", not: ["truth and prediction swapped", "not denormalised"]) {
            grade(order: { Array($0.dropFirst()) + $0.prefix(1) }, $0)
        }
    }

    @Test func lastTileLeftOut() {
        expectRejected(because: "captions off by one") {
            gradePredictionGrid(
                picture: { Image(denormalizing: $0, mean: $1.mean, std: $1.std) },
                draw: { model, batch, names, preset, path in
                    let tiles = tiles(model, batch, names, preset)
                    let shifted = zip(tiles.dropFirst(), tiles).map { tile, caption in
                        PredictionGrid.Tile(
                            image: tile.image, predicted: caption.predicted, actual: caption.actual,
                            probability: caption.probability)
                    }
                    try PredictionGrid(tiles: shifted + tiles.prefix(1)).write(to: path)
                }, $0)
        }
    }

    @Test func classesCountedFromOne() {
        expectRejected(because: "captions off by one", not: ["truth and prediction swapped"]) {
            grade(names: { Array($0.dropFirst()) + $0.prefix(1) }, $0)
        }
    }

    @Test func modelInTrainingMode() {
        expectRejected(onlyBecause: "model in training mode") {
            grade(predict: { model, images in withoutGradient { softmax(model(images)) } }, $0)
        }
    }

    @Test func modeLeftBehind() {
        expectRejected(onlyBecause: nil) {
            grade(predict: { model, images in withoutGradient { softmax(model.eval()(images)) } }, $0)
        }
    }

    @Test func meanAndDeviationMistaken() {
        expectRejected(onlyBecause: nil) {
            grade(picture: { Image(denormalizing: $0, mean: $1.std, std: $1.mean) }, $0)
        }
    }

    @Test func probabilityForgotten() {
        expectRejected(onlyBecause: nil) {
            grade(
                tile: { data in
                    PredictionGrid.Tile(image: data.image, predicted: data.predicted, actual: data.actual)
                }, $0)
        }
    }

    @Test func planesReadAsPixels() {
        expectRejected(onlyBecause: "planes read as pixels") {
            grade(
                picture: { image, preset in
                    let values = image.values.enumerated().map { i, value in
                        UInt8((255 * clamped(value * preset.std[i % 3] + preset.mean[i % 3])).rounded())
                    }
                    return Image(width: image.width, height: image.height, pixels: values)
                }, $0)
        }
    }

    @Test func planesWrittenAsPixels() {
        expectRejected(onlyBecause: "planes read as pixels") {
            grade(
                picture: { image, preset in
                    let plane = image.height * image.width
                    let values = image.values.enumerated().map { i, value in
                        UInt8((255 * clamped(value * preset.std[i / plane] + preset.mean[i / plane])).rounded())
                    }
                    return Image(width: image.width, height: image.height, pixels: values)
                }, $0)
        }
    }

    @Test func meanAddedFirst() {
        expectRejected(onlyBecause: "undone in the order it was done") {
            grade(
                picture: { image, preset in
                    pixels(image) { value, channel in
                        UInt8((255 * clamped((value + preset.mean[channel]) * preset.std[channel])).rounded())
                    }
                }, $0)
        }
    }

    @Test func cutOff() {
        expectRejected(onlyBecause: "cut off instead of rounded") {
            grade(
                picture: { image, preset in
                    pixels(image) { value, channel in
                        UInt8(255 * clamped(value * preset.std[channel] + preset.mean[channel]))
                    }
                }, $0)
        }
    }

    @Test func howSureOfTheTruth() {
        expectRejected(onlyBecause: "probability of the true class") {
            gradePredictionGrid(
                picture: { Image(denormalizing: $0, mean: $1.mean, std: $1.std) },
                draw: { model, batch, names, preset, path in
                    let values = model.evaluating { softmax(model(batch.images)) }.values
                    let right = tiles(model, batch, names, preset).enumerated().map { i, tile in
                        PredictionGrid.Tile(
                            image: tile.image, predicted: tile.predicted, actual: tile.actual,
                            probability: Double(values[i * names.count + batch.labels[i]]))
                    }
                    try PredictionGrid(tiles: right).write(to: path)
                }, $0)
        }
    }

    @Test func onlyTheFirstTile() {
        expectRejected(onlyBecause: nil) { grade(order: { Array($0.prefix(1)) }, $0) }
    }

    @Test func nothingDrawn() {
        expectRejected(onlyBecause: nil) {
            gradePredictionGrid(
                picture: { _, _ in Image(width: 1, height: 1, pixels: [0, 0, 0]) }, draw: { _, _, _, _, _ in }, $0)
        }
    }

    @Test func theCoresOwnWay() {
        expectAccepted { grade($0) }
    }

    /// Image by image, pixels cut off instead of rounded, the softmax by hand.
    @Test func imageByImage() {
        expectAccepted {
            let picture = { (image: FloatImage, preset: Preset) in
                pixels(image) { value, channel in
                    UInt8(clamping: Int(255 * (value * preset.std[channel] + preset.mean[channel]) + 0.01))
                }
            }
            gradePredictionGrid(
                picture: picture,
                draw: { model, batch, names, preset, path in
                    let modes = model.namedModules.map { ($0.element, $0.element.isTraining) }
                    defer { for (module, wasTraining) in modes { _ = wasTraining ? module.train() : module.eval() } }
                    model.eval()
                    let tiles = slices(of: batch).enumerated().map { i, image in
                        let shape = [1, 3, image.height, image.width]
                        let logits = withoutGradient { model(Tensor(image.values, shape: shape)).values }
                        let weights = logits.map { exp(Double($0)) }
                        let best = weights.indices.max { weights[$0] < weights[$1] } ?? 0
                        return PredictionGrid.Tile(
                            image: picture(image, preset), predicted: names[best], actual: names[batch.labels[i]],
                            probability: weights[best] / weights.reduce(0, +))
                    }
                    try PredictionGrid(tiles: tiles).render().writePNG(to: path)
                }, $0)
        }
    }

    typealias TileData = (image: Image, predicted: String, actual: String, probability: Double)

    /// Grades an answer part by part, right where nothing else is said.
    ///
    /// - Parameter order: in which order predictions are taken for the tiles.
    private func grade(
        picture: (FloatImage, Preset) -> Image = { Image(denormalizing: $0, mean: $1.mean, std: $1.std) },
        predict: (Module, Tensor) -> Tensor = { model, images in model.evaluating { softmax(model(images)) } },
        names: ([String]) -> [String] = { $0 },
        order: ([Int]) -> [Int] = { $0 },
        tile: (TileData) -> PredictionGrid.Tile = {
            PredictionGrid.Tile(
                image: $0.image, predicted: $0.predicted, actual: $0.actual, probability: $0.probability)
        }, _ grading: Grading
    ) {
        gradePredictionGrid(
            picture: picture,
            draw: { model, batch, classNames, preset, path in
                let names = names(classNames)
                let probabilities = predict(model, batch.images)
                let (predictions, values) = (probabilities.argmaxOfRows(), probabilities.values)
                let places = order(Array(0..<batch.count))
                let images = slices(of: batch)
                var tiles: [PredictionGrid.Tile] = []
                for (place, other) in places.enumerated() {
                    let probability = Double(values[other * names.count + predictions[other]])
                    let data = (
                        image: picture(images[place], preset), predicted: names[predictions[other]],
                        actual: names[batch.labels[place]], probability: probability
                    )
                    tiles.append(tile(data))
                }
                try PredictionGrid(tiles: tiles).write(to: path)
            }, grading)
    }
}

private func tiles(
    _ model: Module, _ batch: PixelBatch, _ names: [String], _ preset: Preset
) -> [PredictionGrid.Tile] {
    let probabilities = model.evaluating { softmax(model(batch.images)) }
    let (predictions, values) = (probabilities.argmaxOfRows(), probabilities.values)
    return slices(of: batch).enumerated().map { i, image in
        PredictionGrid.Tile(
            image: Image(denormalizing: image, mean: preset.mean, std: preset.std), predicted: names[predictions[i]],
            actual: names[batch.labels[i]], probability: Double(values[i * names.count + predictions[i]]))
    }
}

private func slices(of batch: PixelBatch) -> [FloatImage] {
    let size = batch.values.count / batch.count
    return (0..<batch.count).map { i in
        FloatImage(
            channels: 3, height: batch.shape[2], width: batch.shape[3],
            values: Array(batch.values[i * size..<(i + 1) * size]))
    }
}

private func pixels(_ image: FloatImage, _ pixel: (_ value: Float, _ channel: Int) -> UInt8) -> Image {
    let plane = image.height * image.width
    let pixels = (0..<3 * plane).map { pixel(image.values[$0 % 3 * plane + $0 / 3], $0 % 3) }
    return Image(width: image.width, height: image.height, pixels: pixels)
}

private func clamped(_ value: Float) -> Float { min(max(value, 0), 1) }
