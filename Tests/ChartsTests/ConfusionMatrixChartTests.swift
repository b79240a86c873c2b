import Images
import Testing

@testable import Charts

@Suite struct ConfusionMatrixChartTests {
    /// Counts of which no two rows or columns are alike; class 1 has no examples.
    private func chart(_ n: Int, names: [String]? = nil) -> ConfusionMatrixChart {
        let counts = (0..<n).map { i in (0..<n).map { j in i == 1 ? 0 : i == j ? 3 * n : (7 * i + 3 * j) % 5 } }
        return ConfusionMatrixChart(counts: counts, classNames: names ?? (0..<n).map { "class \($0)" })
    }

    /// Places inside a cell, away from its outline and from the number in its middle.
    private func corners(_ cell: Rectangle) -> [Point] {
        let inner = cell.inset(by: min(5, cell.width * 0.3))
        return [
            Point(x: inner.x, y: inner.y), Point(x: inner.maxX, y: inner.y), Point(x: inner.x, y: inner.maxY),
            Point(x: inner.maxX, y: inner.maxY),
        ]
    }

    @Test(arguments: [1, 2, 10, 25, 37, 102])
    func everyCellHasTheShadeOfItsShareOfTheRow(n: Int) {
        let chart = chart(n)
        let (layout, image) = (chart.layout, chart.render())
        var wrong: [String] = []
        for i in 0..<n {
            let total = chart.counts[i].reduce(0, +)
            for j in 0..<n {
                let expected = total == 0 ? Color.white : .shade(Double(chart.counts[i][j]) / Double(total))
                let colors =
                    [chart.color(row: i, column: j)]
                    + corners(layout.cell(row: i, column: j)).map { image.color(at: $0) }
                if colors.contains(where: { $0 != expected }) { wrong.append("row \(i), column \(j)") }
            }
        }
        #expect(wrong == [])
    }

    @Test func trueClassesAreRowsAndPredictedClassesColumns() throws {
        let chart = ConfusionMatrixChart(counts: [[6, 3], [0, 1]], classNames: ["cat", "dog"])
        let layout = chart.layout
        let upperRight = layout.cell(row: 0, column: 1)
        #expect(upperRight.x > layout.cell(row: 0, column: 0).x && upperRight.y < layout.cell(row: 1, column: 1).y)
        let three = try #require(layout.texts.first { $0.text == "3" })
        #expect(upperRight.contains(three.bounds))

        let rows = try #require(layout.texts.first { $0.text == "true class" })
        let columns = try #require(layout.texts.first { $0.text == "predicted class" })
        #expect(rows.bounds.maxX < layout.matrix.x && columns.bounds.maxY < layout.matrix.y)

        let right = layout.texts.filter { $0.bounds.x >= layout.matrix.maxX }.map(\.text)
        #expect(right.contains("67") && right.contains("100"), "recall of 6 in 9 and 1 in 1")
        let below = layout.texts.filter { $0.bounds.y >= layout.matrix.maxY }.map(\.text)
        #expect(below.contains("100") && below.contains("25"), "precision of 6 in 6 and 1 in 4")
        #expect(layout.texts.contains { $0.text == "Confusion matrix: accuracy 70.0 %" })
        #expect(layout.texts.contains { $0.text == "7 of 10 examples right" })
    }

    @Test func recallStandsBesideItsRowAndPrecisionBelowItsColumn() throws {
        let chart = ConfusionMatrixChart(
            counts: [[1, 9, 0], [4, 6, 0], [0, 0, 0]], classNames: ["shirt", "coat", "dress"])
        let layout = chart.layout
        func text(_ text: String, besideRow row: Int) -> Bool {
            let cell = layout.cell(row: row, column: 2)
            return layout.texts.contains {
                $0.text == text && $0.bounds.x >= cell.maxX && abs($0.bounds.center.y - cell.center.y) < 3
            }
        }
        func text(_ text: String, belowColumn column: Int) -> Bool {
            let cell = layout.cell(row: 2, column: column)
            return layout.texts.contains {
                $0.text == text && $0.bounds.y >= cell.maxY && abs($0.bounds.center.x - cell.center.x) < 3
            }
        }
        #expect(text("10", besideRow: 0) && text("60", besideRow: 1) && text("–", besideRow: 2))
        #expect(text("20", belowColumn: 0) && text("40", belowColumn: 1) && text("–", belowColumn: 2))
    }

    @Test func theDiagonalIsOutlined() {
        let chart = chart(10)
        let (layout, image) = (chart.layout, chart.render())
        for i in 0..<10 {
            for j in 0..<10 {
                let cell = layout.cell(row: i, column: j)
                let edge = image.color(at: Point(x: cell.x + 0.75, y: cell.y + cell.height / 3))
                #expect((edge == .ink) == (i == j), "row \(i), column \(j)")
            }
        }
    }

    @Test(arguments: [1, 2, 10, 25, 26, 37, 60, 102, 300])
    func textsKeepApartAndOnTheCanvas(n: Int) throws {
        let chart = chart(n, names: (0..<n).map { oddNames[$0 % oddNames.count] })
        let (layout, image) = (chart.layout, chart.render())
        #expect(overlaps(layout.texts) == [])
        for text in layout.texts { #expect(layout.bounds.contains(text.bounds), "\(text.text)") }
        #expect(image.width < 2000 && image.height < 2000)
        #expect(image.width == Int((layout.bounds.width * 2).rounded(.up)))
        #expect(image.height == Int((layout.bounds.height * 2).rounded(.up)))
        #expect(layout.bounds.inset(by: 5).contains(try #require(image.ink(scale: 2))))
        // Slanted names run in parallel, so they keep apart if their lines do.
        let slanted = layout.texts.filter { $0.angle == -.pi / 4 }.map { $0.start.x }
        for (one, next) in zip(slanted, slanted.dropFirst()) {
            #expect((next - one) * 0.5.squareRoot() >= Font(size: 7).lineHeight * 0.99)
        }
    }

    @Test func numbersAreLeftOutWhereTheyCannotBeRead() {
        func counts(_ n: Int) -> Int {
            let layout = chart(n).layout
            return layout.texts.count { layout.matrix.contains($0.bounds) }
        }
        #expect(counts(25) == 625)
        #expect(counts(26) == 0)
        let huge = ConfusionMatrixChart(counts: [[.max, .max], [0, .max]], classNames: ["cat", "dog"])
        #expect(huge.layout.texts.allSatisfy { !huge.layout.matrix.contains($0.bounds) })
        #expect(huge.layout.texts.contains { $0.text.hasSuffix("accuracy 66.7 %") })
    }

    @Test func namesAreLevelWhereTheyFit() {
        let short = ConfusionMatrixChart(counts: [[1, 0], [0, 1]], classNames: ["cat", "dog"]).layout
        #expect(short.texts.filter { $0.text == "cat" }.allSatisfy { $0.angle == 0 })
        let long = ConfusionMatrixChart(counts: [[1, 0], [0, 1]], classNames: ["ankle-boot", "t-shirt"]).layout
        #expect(long.texts.filter { $0.text == "t-shirt" }.map(\.angle) == [-.pi / 4, 0])
    }

    @Test func withoutExamplesOrClassesItSaysSo() {
        let empty = ConfusionMatrixChart(counts: [], classNames: [])
        #expect(empty.layout.texts.contains { $0.text == "no classes to show" })
        #expect(empty.render().ink(scale: 2) != nil)
        let zero = ConfusionMatrixChart(counts: [[0, 0], [0, 0]], classNames: ["cat", "dog"])
        #expect(zero.layout.texts.contains { $0.text == "no examples" })
        #expect(zero.layout.texts.count { $0.text == "–" } == 4)
        #expect(zero.render().color(at: corners(zero.layout.cell(row: 0, column: 0))[0]) == .white)
    }
}
