import Foundation
import RandomNumbers
import TrainingCore

/// Made-up records and the picture of them. Its titles and axis labels are in the grader's words; where they stand
/// does not depend on the words, so a learner's chart can differ from it nowhere else.
struct ExpectedCurves {
    let records: [EpochRecord]
    let picture: Image
    private let chart: LineChart

    /// A place for words, in pixels.
    struct LabelPlace {
        let what: String
        let columns: ClosedRange<Int>
        let rows: ClosedRange<Int>
    }

    /// - Parameter asShares: whether accuracies are drawn from 0 to 1, as somebody might who forgets the per cent.
    private init(of records: [EpochRecord], asShares: Bool = false) {
        let whole: Double = asShares ? 1 : 100
        self.records = records
        chart = LineChart(panels: [
            .init(
                title: "Loss", xLabel: "epoch", yLabel: "cross-entropy",
                series: [
                    .init("training", perEpoch: records.map(\.trainingLoss)),
                    .init("validation", perEpoch: records.map(\.validationLoss)),
                ]),
            .init(
                title: "Accuracy", xLabel: "epoch", yLabel: "accuracy (%)",
                series: [
                    .init("training", perEpoch: records.map { whole * $0.trainingAccuracy }),
                    .init("validation", perEpoch: records.map { whole * $0.validationAccuracy }),
                ]),
        ])
        picture = chart.render()
    }

    init(epochs: Int, using generator: inout SeededGenerator) {
        func number(_ range: ClosedRange<Float>) -> Double { Double(generator.uniform(in: range)) }
        let records = (1...epochs).map { epoch in
            let progress = Double(epoch) / Double(epochs + 1)
            return EpochRecord(
                epoch: epoch, trainingLoss: 2.2 - 1.9 * progress + number(-0.15...0.15),
                trainingAccuracy: 0.2 + 0.7 * progress + number(-0.08...0.08),
                validationLoss: 2.4 - 1.4 * progress + number(-0.2...0.2),
                validationAccuracy: 0.15 + 0.6 * progress + number(-0.08...0.08))
        }
        self.init(of: records)
    }

    /// The picture that the learner's code draws.
    func drawn(by drawCurves: ([EpochRecord], String) throws -> Void) throws -> Image {
        try withScratchFolder { folder in
            let path = "\(folder)/curves.png"
            try drawCurves(records, path)
            guard FileManager.default.fileExists(atPath: path) else {
                throw Mistake(expected: "a PNG file at the path that was given", found: "no file there")
            }
            return try Image(contentsOfFile: path)
        }
    }

    /// Fails the running check if the learner's picture shows accuracies from 0 to 1.
    func expectPerCent(in found: Image) throws {
        let shares = ExpectedCurves(of: records, asShares: true)
        guard (found.width, found.height) == (shares.picture.width, shares.picture.height),
            shares.missingPoint(in: found) == nil, found == shares.picture(withLabelsOf: found)
        else { return }
        throw Mistake(
            expected: "accuracies in per cent, from 0 to 100", found: "shares, from 0 to 1", Q23.sharesDrawn,
            pictures: PictureComparison(expected: picture, found: found))
    }

    /// Fails the running check unless the learner's picture has the size of the right one. A learner who drew no curve
    /// at all is told so.
    func expectSize(of found: Image) throws {
        guard (found.width, found.height) != (picture.width, picture.height) else { return }
        let isEmpty = !Self.hasCurves(found)
        throw Mistake(
            expected: "two panels with the curves training and validation, \(picture.width)×\(picture.height) pixels",
            found: "\(found.width)×\(found.height) pixels" + (isEmpty ? " without a curve" : ""),
            isEmpty ? Q23.emptyAxes : nil, pictures: PictureComparison(expected: picture, found: found))
    }

    /// The right picture with the learner's words in it.
    func picture(withLabelsOf found: Image) -> Image {
        var mixed = picture
        for place in labelPlaces {
            for row in place.rows {
                let start = 3 * (row * mixed.width + place.columns.lowerBound)
                let range = start..<start + 3 * place.columns.count
                mixed.pixels.replaceSubrange(range, with: found.pixels[range])
            }
        }
        return mixed
    }

    /// The first point of a curve that is not in the picture, in words.
    ///
    /// Points are marked in charts of up to 20. A mark of the other curve may lie over the one that is looked for.
    func missingPoint(in found: Image) -> String? {
        guard records.count <= 20 else { return nil }
        for (panel, place) in zip(chart.panels, chart.layout.panels) {
            for series in panel.series {
                for point in series.points {
                    guard let position = place.position(x: point.x, y: point.y) else { continue }
                    let (column, row) = (Int(position.x * chart.scale), Int(position.y * chart.scale))
                    // Where two marks touch, the colours mix, in the right picture too.
                    if Self.isCurve(picture, column, row) && !Self.isCurve(found, column, row) {
                        return
                            "no mark where the \(series.name) \(panel.title.lowercased()) of epoch \(Int(point.x)) belongs"
                    }
                }
            }
        }
        return nil
    }

    /// Where titles and axis labels stand: along the whole side of the plot that they belong to.
    var labelPlaces: [LabelPlace] {
        let layout = chart.layout
        return zip(chart.panels, layout.panels).flatMap { panel, place -> [LabelPlace] in
            let plot = place.plot
            func bounds(_ text: String) -> Rectangle? {
                layout.texts.first { $0.text == text && place.bounds.intersects($0.bounds) }?.bounds
            }
            func along(_ what: String, _ text: String, isUpright: Bool = false) -> LabelPlace? {
                guard let bounds = bounds(text) else { return nil }
                let (left, right) = isUpright ? (bounds.x, bounds.maxX) : (plot.x, plot.maxX)
                let (top, bottom) = isUpright ? (plot.y, plot.maxY) : (bounds.y, bounds.maxY)
                return LabelPlace(
                    what: "\(what) of the \(panel.title.lowercased())", columns: pixels(left, right, picture.width),
                    rows: pixels(top, bottom, picture.height))
            }
            return [
                along("the title", panel.title), along("the name on the horizontal axis", panel.xLabel),
                along("the name on the vertical axis", panel.yLabel, isUpright: true),
            ].compactMap { $0 }
        }
    }

    private func pixels(_ start: Double, _ end: Double, _ count: Int) -> ClosedRange<Int> {
        max(0, Int(start * chart.scale) - 1)...min(count - 1, Int(end * chart.scale) + 1)
    }

    private static func hasCurves(_ picture: Image) -> Bool {
        (0..<picture.height).contains { row in
            (0..<picture.width).contains { column in isCurve(picture, column, row) }
        }
    }

    /// Whether a pixel has the colour of the first or the second series.
    private static func isCurve(_ picture: Image, _ column: Int, _ row: Int) -> Bool {
        let start = 3 * (row * picture.width + column)
        return [Color.blue, .vermillion].contains { color in
            picture.pixels[start] == color.red && picture.pixels[start + 1] == color.green
                && picture.pixels[start + 2] == color.blue
        }
    }
}

extension Image {
    /// Whether something dark stands there.
    func hasInk(in place: ExpectedCurves.LabelPlace) -> Bool {
        place.rows.contains { row in
            place.columns.contains { column in pixels[3 * (row * width + column)] < 128 }
        }
    }
}
