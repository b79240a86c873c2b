import Images
import Testing

@testable import Charts

@Suite struct DotChartTests {
    private let rows = ["head only", "last block", "everything"]
    private let accuracies = [[84.0, 85, 86.6], [87.0, 88.2, 88.6], [90.0]]

    private func chart(
        _ values: [[Double]], xSpacing: AxisSpacing = .linear, decimals: Int? = nil
    ) -> DotChart {
        let panel = DotChart.Panel(
            title: "Accuracy", xLabel: "accuracy (%)", values: values, xSpacing: xSpacing, decimals: decimals)
        return DotChart(rows: Array(rows.prefix(values.count)), panels: [panel])
    }

    /// What stands right of the plot beside a row.
    private func texts(besideRow row: Int, of chart: DotChart) -> [String] {
        let (layout, panel) = (chart.layout, chart.layout.panels[0])
        return layout.texts.filter {
            $0.bounds.x > panel.plot.maxX && abs($0.bounds.center.y - panel.y(ofRow: row)) < 3
        }.map(\.text)
    }

    @Test func runsAreLightTheMeanDarkAndALineJoinsThem() throws {
        let chart = chart(accuracies)
        let (panel, image) = (chart.layout.panels[0], chart.render())
        for (row, values) in accuracies.enumerated() where values.count > 1 {
            for value in values {
                let place = try #require(panel.position(row: row, value: value))
                #expect(image.color(at: place) == .skyBlue)
            }
            let mean = try #require(panel.position(row: row, value: values.reduce(0, +) / Double(values.count)))
            for dy in [-6.0, 0, 6] { #expect(image.color(at: Point(x: mean.x, y: mean.y + dy)) == .blue) }
            let (low, high) = (
                try #require(panel.position(row: row, value: values[0])),
                try #require(panel.position(row: row, value: values[2]))
            )
            #expect(image.color(at: Point(x: low.x + 6, y: low.y)) == .blue)
            #expect(image.color(at: Point(x: high.x - 6, y: low.y)) == .blue)
            #expect(image.color(at: Point(x: low.x - 5, y: low.y)) != .blue)
            #expect(image.color(at: Point(x: high.x + 5, y: low.y)) != .blue)
        }
        let only = try #require(panel.position(row: 2, value: 90))
        #expect(image.color(at: only) == .blue)
        #expect(image.color(at: Point(x: only.x + 2.6, y: only.y)) == .skyBlue)
    }

    @Test func positionsFollowTheAxisAndTheRows() throws {
        let panel = chart(accuracies).layout.panels[0]
        func place(_ row: Int, _ value: Double) throws -> Point { try #require(panel.position(row: row, value: value)) }
        #expect(try place(0, 84).x < place(0, 85).x && place(0, 84).y < place(1, 84).y)
        #expect(abs(try place(0, 87).x - (place(0, 84).x + place(0, 90).x) / 2) < 1e-9)
        #expect(panel.position(row: 0, value: .nan) == nil && panel.position(row: 3, value: 84) == nil)
        let logarithmic = chart([[1e-4], [1e-3], [1e-2]], xSpacing: .logarithmic).layout.panels[0]
        let xs = try [1e-4, 1e-3, 1e-2].map { try #require(logarithmic.position(row: 0, value: $0)).x }
        #expect(abs(xs[1] - (xs[0] + xs[2]) / 2) < 1e-9 && logarithmic.position(row: 0, value: 0) == nil)
    }

    @Test func meansStandBesideTheirRows() {
        #expect((0..<3).map { texts(besideRow: $0, of: chart(accuracies)) } == [["85.20"], ["87.93"], ["90.00"]])
        let rounded = chart(accuracies, decimals: 1)
        #expect((0..<3).map { texts(besideRow: $0, of: rounded) } == [["85.2"], ["87.9"], ["90.0"]])
    }

    @Test(
        arguments: [
            ([12, 95.3], .linear, nil, ["12.0", "95.3"]), ([0.0032, 0.0036], .linear, nil, ["0.003200", "0.003600"]),
            ([1e-5, 4e-5], .linear, nil, ["1.00e-5", "4.00e-5"]), ([-0.0001, 1], .linear, nil, ["0.000", "1.000"]),
            ([2e6, 4e6], .linear, nil, ["2.00e6", "4.00e6"]), ([3, 450], .logarithmic, nil, ["3.00", "450"]),
            ([2e-4, 0.03], .logarithmic, nil, ["2.00e-4", "3.00e-2"]), ([3, 450], .logarithmic, 1, ["3.0", "450.0"]),
            ([-0.04, 1], .linear, 1, ["0.0", "1.0"]),
        ] as [([Double], AxisSpacing, Int?, [String])])
    func meansAreAsFineAsTheAxis(values: [Double], spacing: AxisSpacing, decimals: Int?, expected: [String]) {
        let chart = chart(values.map { [$0] }, xSpacing: spacing, decimals: decimals)
        #expect(values.indices.flatMap { texts(besideRow: $0, of: chart) } == expected)
    }

    @Test func whatIsNotFiniteIsLeftOutAndCounted() throws {
        for missing in [Double.nan, .infinity, -.infinity, 1e200] {
            let chart = chart([[1, missing, 2], [1, 3]], decimals: 1)
            #expect(texts(besideRow: 0, of: chart) == ["1.5", "(2 of 3)"])
            #expect(texts(besideRow: 1, of: chart) == ["2.0"])
            #expect(chart.layout.panels[0].xAxis.range.upperBound < 3.5)
        }
        let rates = chart([[0.1, 0, 0.3], [-1]], xSpacing: .logarithmic)
        #expect(texts(besideRow: 0, of: rates) == ["0.200", "(2 of 3)"] && texts(besideRow: 1, of: rates) == [])
        #expect(rates.layout.texts.count { $0.text == "no data" } == 1)
    }

    @Test func panelsShareTheirRows() throws {
        let panels = [accuracies, [[4], [9], [31]]].map {
            DotChart.Panel(title: "Measure", xLabel: "unit", values: $0)
        }
        let layout = DotChart(rows: rows, panels: panels).layout
        let (first, second) = (layout.panels[0], layout.panels[1])
        #expect(first.plot.y == second.plot.y && first.plot.height == second.plot.height)
        #expect(!first.bounds.intersects(second.bounds) && first.plot.x < second.plot.x)
        for (row, name) in rows.enumerated() {
            let names = layout.texts.filter { $0.text == name }
            let text = try #require(names.first)
            #expect(names.count == 1 && abs(text.bounds.maxX - first.plot.x + 8) < 1e-9)
            #expect(abs(text.bounds.center.y - first.y(ofRow: row)) < 3)
        }
    }

    @Test(arguments: [1, 2, 5], [AxisSpacing.linear, .logarithmic])
    func textsKeepApartAndOnTheCanvas(runs: Int, spacing: AxisSpacing) throws {
        let scales: [Double] = [1, 1e-7, 3e8, 0.0032, 12_345]
        let panels = scales.enumerated().map { index, scale in
            DotChart.Panel(
                title: oddNames[6], xLabel: oddNames[6],
                values: oddNames.indices.map { row in
                    row == index ? [] : (0..<runs).map { scale * (1 + Double(row * runs + $0) / 40) } + [.nan]
                }, xSpacing: spacing)
        }
        let chart = DotChart(rows: oddNames, panels: panels)
        let layout = chart.layout
        #expect(overlaps(layout.texts) == [])
        for text in layout.texts { #expect(layout.bounds.contains(text.bounds), "\(text.text)") }
        for panel in layout.panels { #expect(layout.bounds.contains(panel.bounds)) }
        let image = chart.render()
        #expect(image.width == Int((layout.bounds.width * 2).rounded(.up)))
        #expect(image.height == Int((layout.bounds.height * 2).rounded(.up)))
        #expect(layout.bounds.inset(by: 5).contains(try #require(image.ink(scale: 2))))
        // Names and means keep clear of the plots, too.
        for text in layout.texts where text.text != "no data" {
            #expect(!layout.panels.contains { $0.plot.intersects(text.bounds) }, "\(text.text)")
        }
    }

    @Test func withoutDataItSaysSo() {
        let empty = chart([[], [.nan]])
        #expect(empty.layout.texts.count { $0.text == "no data" } == 2)
        #expect(!empty.layout.texts.contains { Double($0.text) != nil }, "an axis without values has no numbers")
        #expect(empty.render().ink(scale: 2) != nil)
        for nothing in [chart([]), DotChart(rows: rows, panels: [])] {
            #expect(nothing.layout.texts.map(\.text) == ["nothing to draw"])
            #expect(nothing.render().ink(scale: 2) != nil)
        }
    }
}
