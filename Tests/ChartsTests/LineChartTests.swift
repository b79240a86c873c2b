import Images
import Testing

@testable import Charts

@Suite struct LineChartTests {
    private let loss: [Double] = [2.1, 1.4, 1.5, 0.7, 0.4]

    private func chart(
        _ series: [LineChart.Series], moments: [LineChart.Moment] = [], xSpacing: AxisSpacing = .linear
    ) -> LineChart {
        LineChart(panels: [
            .init(title: "Loss", yLabel: "cross-entropy loss", series: series, moments: moments, xSpacing: xSpacing)
        ])
    }

    private func middle(_ a: Point, _ b: Point) -> Point { Point(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2) }

    @Test func aCurvePassesThroughItsPointsAndBetweenThem() throws {
        let chart = chart([.init("training", perEpoch: loss)])
        let (panel, image) = (chart.layout.panels[0], chart.render())
        let places = try loss.enumerated().map { try #require(panel.position(x: Double($0 + 1), y: $1)) }
        for place in places { #expect(image.color(at: place) == .blue) }
        for (one, next) in zip(places, places.dropFirst()) {
            #expect(image.color(at: middle(one, next)) == .blue)
            let far = Point(x: middle(one, next).x, y: middle(one, next).y - 12)
            #expect(image.color(at: far) != .blue)
        }
    }

    @Test func positionsFollowTheAxes() throws {
        let panel = chart([.init("training", perEpoch: loss)]).layout.panels[0]
        let first = try #require(panel.position(x: 1, y: 2.1))
        let last = try #require(panel.position(x: 5, y: 0.4))
        let between = try #require(panel.position(x: 3, y: 1.25))
        #expect(first.x < last.x && first.y < last.y)
        #expect(abs(between.x - middle(first, last).x) < 1e-9 && abs(between.y - middle(first, last).y) < 1e-9)
        #expect(panel.position(x: .nan, y: 1) == nil && panel.position(x: 1, y: .infinity) == nil)
    }

    @Test func logarithmicPositionsFollowRatios() throws {
        let points = [1e-5, 1e-3, 1e-1].map { Point(x: $0, y: 1) }
        let chart = chart(
            [.init("loss", points: points + [Point(x: 0, y: 1), Point(x: -1, y: 1)])], xSpacing: .logarithmic)
        let panel = chart.layout.panels[0]
        let places = try points.map { try #require(panel.position(x: $0.x, y: $0.y)) }
        #expect(abs(middle(places[0], places[2]).x - places[1].x) < 1e-9)
        #expect(panel.position(x: 0, y: 1) == nil)
        #expect(chart.render().color(at: middle(places[0], places[1])) == .blue)
    }

    @Test func ratesOnALogarithmicVerticalAxisFollowRatiosToo() throws {
        let rates = [1e-2, 1e-3, 1e-4, 0, 1e-4]
        let chart = LineChart(panels: [
            .init(
                title: "Schedule", yLabel: "learning rate", series: [.init("rate", perEpoch: rates)],
                ySpacing: .logarithmic)
        ])
        let (panel, image) = (chart.layout.panels[0], chart.render())
        let places = try (0..<3).map { try #require(panel.position(x: Double($0 + 1), y: rates[$0])) }
        #expect(abs(middle(places[0], places[2]).y - places[1].y) < 1e-9 && places[0].y < places[1].y)
        #expect(image.color(at: middle(places[0], places[1])) == .blue)
        #expect(panel.position(x: 4, y: 0) == nil)
        let labels = chart.layout.texts.map(\.text)
        #expect(["1e-2", "1e-3", "1e-4"].allSatisfy(labels.contains))
    }

    @Test func aMissingPointInterruptsTheCurve() throws {
        for missing in [Double.nan, .infinity, -.infinity, 1e200] {
            let chart = chart([.init("diverged", perEpoch: [1, 1.2, missing, 1.4, missing, 2])])
            let (panel, image) = (chart.layout.panels[0], chart.render())
            func place(_ x: Double, _ y: Double) throws -> Point { try #require(panel.position(x: x, y: y)) }
            #expect(image.color(at: try place(1.5, 1.1)) == .blue)
            #expect(image.color(at: try place(3, 1.3)) != .blue)
            #expect(image.color(at: try place(4, 1.4)) == .blue, "a point on its own is marked")
            #expect(image.color(at: try place(5, 1.7)) != .blue)
            #expect(panel.yAxis.range.upperBound <= 2)
        }
    }

    @Test func seriesHaveTheirOwnColoursAndDashes() throws {
        let flat = [Double](repeating: 1, count: 30)
        let chart = chart([.init("training", perEpoch: flat), .init("validation", perEpoch: flat.map { $0 + 0.5 })])
        let (panel, image) = (chart.layout.panels[0], chart.render())
        func share(_ color: Color, y: Double) throws -> Double {
            let (start, end) = (try #require(panel.position(x: 1, y: y)), try #require(panel.position(x: 30, y: y)))
            let row = stride(from: start.x, to: end.x, by: 0.5).map { image.color(at: Point(x: $0, y: start.y)) }
            return Double(row.count { $0 == color }) / Double(row.count)
        }
        #expect(try share(.blue, y: 1) > 0.95)
        #expect((0.4...0.8).contains(try share(.vermillion, y: 1.5)))
    }

    @Test func aChosenStyleIsUsed() throws {
        let style = LineStyle(color: Color(0x112233), mark: .diamond)
        let chart = chart([.init("training", perEpoch: [1, 2], style: style)])
        let place = try #require(chart.layout.panels[0].position(x: 1.5, y: 1.5))
        #expect(chart.render().color(at: place) == style.color)
    }

    @Test func momentsAreMarkedAndLabelled() throws {
        let moments = [LineChart.Moment(x: 2.5, label: "unfreeze"), LineChart.Moment(x: .nan, label: "never")]
        let chart = chart([.init("training", perEpoch: loss)], moments: moments)
        let (layout, image) = (chart.layout, chart.render())
        let panel = layout.panels[0]
        let x = try #require(panel.position(x: 2.5, y: 1)).x
        let column = stride(from: panel.plot.y, to: panel.plot.maxY, by: 0.5).map { Point(x: x, y: $0) }
        #expect(column.count { image.color(at: $0).luminance < 0.5 } > column.count / 3)
        let label = try #require(layout.texts.first { $0.text == "unfreeze" })
        #expect(label.bounds.maxY <= panel.plot.y + 2 && (0...6).contains(label.bounds.x - x))
        #expect(!layout.texts.contains { $0.text == "never" })
        let ticks = layout.texts.map(\.text).filter { Double($0) != nil && !$0.contains(".") }
        #expect(ticks == ["1", "2", "3", "4", "5"], "a moment between epochs leaves the epochs whole")
    }

    @Test func labelsOfMomentsKeepClearOfOneAnotherAndOfLines() {
        let moments = (0..<8).map { LineChart.Moment(x: 1 + Double($0) / 3, label: "unfreeze block \($0)") }
        let layout = chart([.init("training", perEpoch: loss)], moments: moments).layout
        #expect(overlaps(layout.texts) == [])
        let labels = layout.texts.filter { $0.text.hasPrefix("unfreeze") }
        for (moment, label) in zip(moments.reversed(), labels) {
            let x = layout.panels[0].position(x: moment.x, y: 1)!.x
            for other in labels where other.bounds.y > label.bounds.y {
                #expect(!(other.bounds.x...other.bounds.maxX).contains(x), "\(label.text) runs through \(other.text)")
            }
        }
    }

    @Test func namesStandNearTheEndsOfTheirCurves() throws {
        let chart = chart([.init("low", perEpoch: [2, 0.5]), .init("high", perEpoch: [1, 3])])
        let layout = chart.layout
        for (name, y) in [("low", 0.5), ("high", 3)] {
            let label = try #require(layout.texts.first { $0.text == name })
            let end = try #require(layout.panels[0].position(x: 2, y: y))
            #expect(abs(label.bounds.center.y - end.y) < 8 && label.bounds.x > layout.panels[0].plot.maxX)
        }
    }

    @Test(arguments: [1, 2, 10, 40])
    func textsKeepApartAndOnTheCanvas(epochs: Int) throws {
        let values = (1...epochs).map { 1 / Double($0) }
        let names = oddNames + ["training", "validation"]
        let panel = LineChart.Panel(
            title: oddNames[6], xLabel: oddNames[6], yLabel: oddNames[6],
            series: names.map { .init($0, perEpoch: values) }, moments: names.map { .init(x: 1, label: $0) })
        let chart = LineChart(panels: [panel, panel])
        let layout = chart.layout
        #expect(overlaps(layout.texts) == [])
        for text in layout.texts { #expect(layout.bounds.contains(text.bounds), "\(text.text)") }
        let ink = try #require(chart.render().ink(scale: 2))
        #expect(layout.bounds.inset(by: 5).contains(ink))
    }

    @Test func thePictureIsTheLayoutTimesTheScale() {
        for scale in [1, 1.5, 3] {
            var chart = chart([.init("training", perEpoch: loss)])
            chart.scale = scale
            let (layout, image) = (chart.layout, chart.render())
            #expect(image.width == Int((layout.bounds.width * scale).rounded(.up)))
            #expect(image.height == Int((layout.bounds.height * scale).rounded(.up)))
        }
    }

    @Test func withoutDataThePanelSaysSo() {
        let nothing: [[LineChart.Series]] = [
            [], [.init("training", points: [])], [.init("training", perEpoch: [.nan, .infinity])],
        ]
        for series in nothing {
            let chart = chart(series, moments: [.init(x: 1, label: "unfreeze")])
            #expect(chart.layout.texts.contains { $0.text == "no data to draw" })
            #expect(chart.render().ink(scale: 2) != nil)
        }
        #expect(LineChart(panels: []).layout.texts.map(\.text) == ["nothing to draw"])
        #expect(LineChart(panels: []).render().ink(scale: 2) != nil)
        let half = chart([.init("training", perEpoch: loss), .init("validation", points: [])])
        #expect(half.layout.texts.contains { $0.text == "validation (no data)" })
    }
}
