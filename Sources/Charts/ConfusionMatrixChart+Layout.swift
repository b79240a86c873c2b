import Foundation

extension ConfusionMatrixChart {
    /// The places of cells and texts in a ``ConfusionMatrixChart``.
    public struct Layout: Sendable {
        /// The whole picture.
        public private(set) var bounds = Rectangle(x: 0, y: 0, width: 0, height: 0)
        /// All cells together.
        public private(set) var matrix: Rectangle
        /// Everything that is written.
        public private(set) var texts: [PlacedText] = []
        /// The bar that explains the shades; nil where there are no classes.
        private(set) var key: Rectangle?
        let cellSide: Double
        private let classCount: Int
        private let scale: Double

        /// The place of the cell for true class `row` and predicted class `column`. Its edges fall between pixels.
        public func cell(row: Int, column: Int) -> Rectangle {
            let (left, top) = (edge(column), edge(row))
            return Rectangle(
                x: matrix.x + left, y: matrix.y + top, width: edge(column + 1) - left, height: edge(row + 1) - top)
        }

        private func edge(_ index: Int) -> Double { (Double(index) * cellSide * scale).rounded() / scale }

        private static let (margin, largestCell, longestMatrix, longestName) = (14.0, 44.0, 660.0, 150.0)

        /// Everything is placed around the matrix, whose upper left corner is the origin until the end.
        init(of chart: ConfusionMatrixChart) {
            classCount = chart.classNames.count
            scale = chart.scale
            cellSide = min(Self.largestCell, Self.longestMatrix / Double(max(classCount, 1)))
            matrix = Rectangle(x: 0, y: 0, width: 0, height: 0)
            matrix.width = edge(classCount)
            matrix.height = matrix.width
            if classCount == 0 {
                texts.append(PlacedText("no classes to show", color: .faintInk, at: matrix.center, .center))
            } else {
                addCounts(chart.counts)
                addMargins(chart)
                addKey()
            }
            addTitle(chart)
            moveIntoPlace()
        }

        private var content: Rectangle {
            texts.reduce(matrix) { $0.union($1.bounds) }.union(key ?? matrix)
        }

        /// The numbers in the cells, all of one size; none where they would be too small to read.
        private mutating func addCounts(_ counts: [[Int]]) {
            guard classCount <= 25, let widest = counts.joined().max().map(String.init) else { return }
            let room = cellSide - 6
            let font = Font(size: 12).shrunk(for: widest, width: room, smallest: 6)
            guard font.width(of: widest) <= room else { return }
            for (i, row) in counts.enumerated() {
                let total = ConfusionMatrixChart.sum(row)
                for (j, count) in row.enumerated() {
                    let color = count == 0 ? Color.axis : ConfusionMatrixChart.color(count, of: total).readableText
                    let place = cell(row: i, column: j).center
                    texts.append(PlacedText(String(count), font: font, color: color, at: place, .center))
                }
            }
        }

        /// Names, recall and precision around the matrix, and what rows and columns stand for.
        private mutating func addMargins(_ chart: ConfusionMatrixChart) {
            let font = Font(size: min(11, max(7, cellSide * 0.6)))
            // Slanted names are closer to one another than upright ones, by the sine of 45°.
            let every = Int((font.lineHeight / (cellSide * 0.5.squareRoot())).rounded(.up))
            let shown = Array(stride(from: 0, to: classCount, by: every))
            let names = shown.map { font.fitted(chart.classNames[$0], width: Self.longestName) }
            let isLevel = names.allSatisfy { font.width(of: $0) <= cellSide - 4 }

            let (recall, precision) = ("recall (%)", "precision (%)")
            let numberWidth = font.width(of: "100")
            let recallX = matrix.maxX + 10 + (isLevel ? font.width(of: recall) : numberWidth) / 2
            let numbersAreLevel = numberWidth + 3 <= cellSide * Double(every)
            let precisionY = matrix.maxY + 8 + (numbersAreLevel ? font.lineHeight : numberWidth) / 2
            for (name, i) in zip(names, shown) {
                let place = cell(row: i, column: i).center
                addColumnName(name, font: font, x: place.x, isLevel: isLevel)
                addRowName(name, font: font, y: place.y)
                let right = Double(chart.counts[i][i])
                let found = percent(right / ConfusionMatrixChart.sum(chart.counts[i]))
                texts.append(PlacedText(found, font: font, at: Point(x: recallX + numberWidth / 2, y: place.y), .right))
                let correct = percent(right / ConfusionMatrixChart.sum(chart.counts.lazy.map { $0[i] }))
                texts.append(
                    PlacedText(
                        correct, font: font, at: Point(x: place.x, y: precisionY), .center,
                        angle: numbersAreLevel ? 0 : -.pi / 2))
            }
            addColumnName(recall, font: font, color: .faintInk, x: recallX, isLevel: isLevel)
            addRowName(precision, font: font, color: .faintInk, y: precisionY)

            let around = content
            let (above, beside) = (
                Point(x: matrix.center.x, y: around.y - 12), Point(x: around.x - 12, y: matrix.center.y)
            )
            texts.append(PlacedText("predicted class", font: .heading, at: above, .center))
            texts.append(PlacedText("true class", font: .heading, at: beside, .center, angle: -.pi / 2))
        }

        /// Level where every name fits above its column, otherwise slanted.
        private mutating func addColumnName(
            _ name: String, font: Font, color: Color = .ink, x: Double, isLevel: Bool
        ) {
            let place = Point(x: x, y: matrix.y - (isLevel ? 10 : 8))
            texts.append(
                isLevel
                    ? PlacedText(name, font: font, color: color, at: place, .center)
                    : PlacedText(name, font: font, color: color, at: place, angle: -.pi / 4))
        }

        private mutating func addRowName(_ name: String, font: Font, color: Color = .ink, y: Double) {
            texts.append(PlacedText(name, font: font, color: color, at: Point(x: matrix.x - 7, y: y), .right))
        }

        private mutating func addKey() {
            let y = content.maxY + 14
            let bar = Rectangle(x: matrix.x, y: y, width: 90, height: 10)
            key = bar
            texts.append(PlacedText("0", font: .small, at: Point(x: bar.x - 7, y: bar.center.y), .right))
            let meaning = "100 % of the true class"
            texts.append(PlacedText(meaning, font: .small, at: Point(x: bar.maxX + 7, y: bar.center.y)))
        }

        /// The title with the accuracy, and below it the counts that the accuracy comes from.
        private mutating func addTitle(_ chart: ConfusionMatrixChart) {
            let right = ConfusionMatrixChart.sum(chart.counts.indices.lazy.map { chart.counts[$0][$0] })
            let total = chart.counts.reduce(0) { $0 + ConfusionMatrixChart.sum($1) }
            let around = content
            let accuracy = total == 0 ? "" : ": accuracy \(percent(right / total, decimals: 1)) %"
            let details = total == 0 ? "no examples" : String(format: "%.0f of %.0f examples right", right, total)
            let width = max(around.width, 340) - Font.title.width(of: accuracy)
            let title = Font.title.fitted(chart.title, width: width) + accuracy
            texts.append(PlacedText(title, font: .title, at: Point(x: around.x, y: around.y - 36)))
            texts.append(PlacedText(details, color: .faintInk, at: Point(x: around.x, y: around.y - 17)))
        }

        /// Brings the upper left corner of everything to the margin, the matrix onto whole pixels.
        private mutating func moveIntoPlace() {
            let around = content.inset(by: -Self.margin)
            let (x, y) = ((-around.x * scale).rounded(.up) / scale, (-around.y * scale).rounded(.up) / scale)
            bounds = Rectangle(x: 0, y: 0, width: around.maxX + x, height: around.maxY + y)
            matrix.x += x
            matrix.y += y
            key?.x += x
            key?.y += y
            texts = texts.map { $0.moved(x: x, y: y) }
        }
    }
}
