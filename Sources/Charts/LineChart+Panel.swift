import Foundation

extension LineChart {
    /// The places of everything in one panel.
    public struct PanelLayout: Sendable {
        /// The area of the curves, between the axes.
        public private(set) var plot: Rectangle
        /// The whole panel with its title, numbers and names.
        public private(set) var bounds: Rectangle
        private(set) var texts: [PlacedText] = []
        /// Where on the horizontal axis the moments are, and how far their lines stick out of the plot.
        private var flags: [(x: Double, height: Double)] = []
        let xAxis: Axis
        let yAxis: Axis
        private var curves: [Curve] = []

        /// A curve, cut where points are missing, with the place of its sample in the legend.
        private struct Curve {
            let style: LineStyle
            let pieces: [[Point]]
            let isMarked: Bool
            var sample: Point
        }

        private static let (width, height, sampleLength) = (300.0, 200.0, 26.0)

        /// Where a point of a curve stands in the picture; nil if it has no place on the axes.
        public func position(x: Double, y: Double) -> Point? {
            guard xAxis.spacing.hasPlace(for: x), yAxis.spacing.hasPlace(for: y) else { return nil }
            return Point(
                x: plot.x + xAxis.fraction(of: x) * plot.width, y: plot.maxY - yAxis.fraction(of: y) * plot.height)
        }

        /// The panel with the upper left corner of its plot at the origin.
        init(of panel: Panel) {
            let pieces = panel.series.map { series in
                series.points.split { !panel.xSpacing.hasPlace(for: $0.x) || !panel.ySpacing.hasPlace(for: $0.y) }
                    .map(Array.init)
            }
            let points = pieces.joined().joined()
            let moments = panel.moments.filter { panel.xSpacing.hasPlace(for: $0.x) }
            let isWhole = points.allSatisfy { $0.x == $0.x.rounded() }
            xAxis = Axis(
                holding: points.map(\.x) + moments.map(\.x), count: 8, spacing: panel.xSpacing, isWhole: isWhole)
            let heights = points.map(\.y)
            yAxis =
                switch panel.ySpacing {
                case .linear: Axis(roundedAround: heights, count: 5)
                case .logarithmic: Axis(holding: heights, count: 5, spacing: .logarithmic, isWhole: false)
                }
            let lineHeight = Font.text.lineHeight
            plot = Rectangle(
                x: 0, y: 0, width: Self.width, height: max(Self.height, Double(panel.series.count) * lineHeight))
            bounds = plot

            guard !points.isEmpty else {
                texts.append(PlacedText("no data to draw", color: .faintInk, at: plot.center, .center))
                addHeading(panel)
                return
            }
            addTickLabels()
            addFlags(of: moments)
            addLegend(panel, pieces)
            addHeading(panel)
        }

        private mutating func add(_ text: PlacedText) {
            texts.append(text)
            bounds = bounds.union(text.bounds)
        }

        private mutating func addTickLabels() {
            for tick in yAxis.ticks {
                let y = plot.maxY - yAxis.fraction(of: tick.value) * plot.height
                add(PlacedText(tick.label, font: .small, at: Point(x: -6, y: y), .right))
            }
            for tick in xAxis.ticks {
                let x = xAxis.fraction(of: tick.value) * plot.width
                add(PlacedText(tick.label, font: .small, at: Point(x: x, y: plot.maxY + 11), .center))
            }
        }

        /// Labels of moments stand above the plot, like flags at the right of their lines. Where two would touch, the
        /// earlier is raised, so that no line runs through a label.
        private mutating func addFlags(of moments: [Moment]) {
            let font = Font.small
            let rowHeight = font.lineHeight + 1
            var rowStarts: [Double] = []
            for moment in moments.sorted(by: { $0.x > $1.x }) {
                let label = font.fitted(moment.label, width: 150)
                let x = xAxis.fraction(of: moment.x) * plot.width
                let end = x + font.width(of: label) + 12
                let row = rowStarts.firstIndex { end <= $0 } ?? rowStarts.count
                if row == rowStarts.count { rowStarts.append(x) }
                for crossed in 0...row { rowStarts[crossed] = x }
                let y = -(Double(row) + 0.6) * rowHeight
                add(PlacedText(label, font: font, color: .faintInk, at: Point(x: x + 4, y: y)))
                flags.append((x: moment.x, height: Double(row + 1) * rowHeight))
            }
        }

        /// Names stand right of the plot, each as near to the end of its curve as the others allow.
        private mutating func addLegend(_ panel: Panel, _ pieces: [[[Point]]]) {
            let wanted = pieces.map { pieces in
                pieces.last?.last.flatMap { position(x: $0.x, y: $0.y)?.y } ?? plot.maxY
            }
            let places = Self.spread(wanted, gap: Font.text.lineHeight, from: 0, to: plot.maxY)
            for (index, series) in panel.series.enumerated() {
                let isEmpty = pieces[index].isEmpty
                let name = Font.text.fitted(series.name, width: 150) + (isEmpty ? " (no data)" : "")
                let sample = Point(x: plot.maxX + 8, y: places[index])
                let count = pieces[index].reduce(0) { $0 + $1.count }
                curves.append(
                    Curve(
                        style: series.style ?? .series(index), pieces: pieces[index], isMarked: count <= 20,
                        sample: sample))
                add(PlacedText(name, at: Point(x: sample.x + Self.sampleLength + 5, y: sample.y)))
            }
        }

        /// Axis labels and the title, around everything else.
        private mutating func addHeading(_ panel: Panel) {
            let xLabel = Font.text.fitted(panel.xLabel, width: plot.width)
            add(PlacedText(xLabel, at: Point(x: plot.center.x, y: bounds.maxY + 10), .center))
            let yLabel = Font.text.fitted(panel.yLabel, width: plot.height)
            add(PlacedText(yLabel, at: Point(x: bounds.x - 12, y: plot.center.y), .center, angle: -.pi / 2))
            let title = Font.heading.fitted(panel.title, width: plot.width)
            add(PlacedText(title, font: .heading, at: Point(x: plot.center.x, y: bounds.y - 12), .center))
        }

        /// The values moved apart until each is `gap` from the next, in their order and between the limits.
        ///
        /// They fit: the plot is made as high as its names need.
        private static func spread(_ wanted: [Double], gap: Double, from low: Double, to high: Double) -> [Double] {
            let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
            var (places, next) = (wanted, low + gap / 2)
            for index in order {
                places[index] = max(wanted[index], next)
                next = places[index] + gap
            }
            next = high - gap / 2
            for index in order.reversed() {
                places[index] = min(places[index], next)
                next = places[index] - gap
            }
            return places
        }

        /// The same panel elsewhere.
        func moved(x: Double, y: Double) -> PanelLayout {
            var copy = self
            copy.plot.x += x
            copy.plot.y += y
            copy.bounds.x += x
            copy.bounds.y += y
            copy.texts = texts.map { $0.moved(x: x, y: y) }
            for index in copy.curves.indices {
                copy.curves[index].sample.x += x
                copy.curves[index].sample.y += y
            }
            return copy
        }

        /// Grid, moments and curves; the texts are left to the chart.
        func draw(on canvas: Canvas) {
            let grid = Canvas.Pen(color: .grid, width: 1)
            func vertical(at value: Double, above: Double = 0) -> [Point] {
                let x = plot.x + xAxis.fraction(of: value) * plot.width
                return [Point(x: x, y: plot.y - above), Point(x: x, y: plot.maxY)]
            }
            guard !curves.isEmpty else { return canvas.stroke(plot, Canvas.Pen(color: .axis, width: 1)) }
            for tick in yAxis.ticks {
                let y = plot.maxY - yAxis.fraction(of: tick.value) * plot.height
                canvas.stroke([Point(x: plot.x, y: y), Point(x: plot.maxX, y: y)], grid)
            }
            for tick in xAxis.ticks { canvas.stroke(vertical(at: tick.value), grid) }
            canvas.stroke(plot, Canvas.Pen(color: .axis, width: 1))
            for flag in flags {
                let pen = Canvas.Pen(color: .faintInk, width: 1, dashes: [3, 3])
                canvas.stroke(vertical(at: flag.x, above: flag.height), pen)
            }
            for curve in curves { draw(curve, on: canvas) }
        }

        private func draw(_ curve: Curve, on canvas: Canvas) {
            let pen = Canvas.Pen(color: curve.style.color, width: 1.8, dashes: curve.style.dashes)
            for piece in curve.pieces {
                let places = piece.compactMap { position(x: $0.x, y: $0.y) }
                canvas.stroke(places, pen)
                if curve.isMarked || places.count == 1 { for place in places { canvas.draw(curve.style, at: place) } }
            }
            let end = Point(x: curve.sample.x + Self.sampleLength, y: curve.sample.y)
            canvas.stroke([curve.sample, end], pen)
            if curve.isMarked {
                canvas.draw(curve.style, at: Point(x: (curve.sample.x + end.x) / 2, y: curve.sample.y))
            }
        }
    }
}
