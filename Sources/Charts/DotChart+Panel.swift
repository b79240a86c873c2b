extension DotChart {
    /// The places of everything in one panel of a ``DotChart``, but for the names of the rows.
    public struct PanelLayout: Sendable {
        /// The area of the dots, above the axis.
        public private(set) var plot: Rectangle
        /// The whole panel with its title, numbers and label.
        public private(set) var bounds: Rectangle
        private(set) var texts: [PlacedText] = []
        let xAxis: Axis
        /// For each row the values that have a place on the axis.
        private let values: [[Double]]

        private static let (width, rowHeight) = (240.0, 24.0)

        /// Where a value of a row stands in the picture; nil if there is no such row or no place for it on the axis.
        public func position(row: Int, value: Double) -> Point? {
            guard values.indices.contains(row), xAxis.spacing.hasPlace(for: value) else { return nil }
            return Point(x: plot.x + xAxis.fraction(of: value) * plot.width, y: y(ofRow: row))
        }

        func y(ofRow row: Int) -> Double { plot.y + (Double(row) + 0.5) * Self.rowHeight }

        /// The panel with the upper left corner of its plot at the origin.
        init(of panel: Panel) {
            values = panel.values.map { $0.filter(panel.xSpacing.hasPlace) }
            xAxis = Axis(holding: Array(values.joined()), count: 5, spacing: panel.xSpacing, isWhole: false)
            plot = Rectangle(x: 0, y: 0, width: Self.width, height: Double(values.count) * Self.rowHeight)
            bounds = plot
            if !values.joined().isEmpty {
                addTickLabels()
                addMeans(panel)
            }
            for row in values.indices where values[row].isEmpty {
                let place = Point(x: plot.center.x, y: y(ofRow: row))
                add(PlacedText("no data", color: .faintInk, at: place, .center))
            }
            let xLabel = Font.text.fitted(panel.xLabel, width: plot.width)
            add(PlacedText(xLabel, at: Point(x: plot.center.x, y: plot.maxY + 28), .center))
            let title = Font.heading.fitted(panel.title, width: plot.width)
            add(PlacedText(title, font: .heading, at: Point(x: plot.center.x, y: -14), .center))
        }

        private mutating func add(_ text: PlacedText) {
            texts.append(text)
            bounds = bounds.union(text.bounds)
        }

        /// Numbers that would touch the one before are left out.
        private mutating func addTickLabels() {
            var end = -Double.infinity
            for tick in xAxis.ticks {
                let place = Point(x: xAxis.fraction(of: tick.value) * plot.width, y: plot.maxY + 11)
                let label = PlacedText(tick.label, font: .small, at: place, .center)
                guard label.bounds.x >= end + 5 else { continue }
                add(label)
                end = label.bounds.maxX
            }
        }

        /// The means in a column right of the plot, and how many values they are of where some were left out.
        private mutating func addMeans(_ panel: Panel) {
            let heading = PlacedText(
                "mean", font: .small, color: .faintInk, at: Point(x: plot.maxX + 10, y: -14))
            let means = values.map { values in
                values.isEmpty ? nil : xAxis.label(Self.mean(values), decimals: panel.decimals)
            }
            let widest = means.compactMap { $0 }.map(Font.text.width).reduce(heading.bounds.width, max)
            let right = heading.bounds.x + widest
            add(heading.moved(x: right - heading.bounds.maxX, y: 0))
            for (row, mean) in means.enumerated() {
                guard let mean else { continue }
                add(PlacedText(mean, at: Point(x: right, y: y(ofRow: row)), .right))
                guard values[row].count < panel.values[row].count else { continue }
                let note = "(\(values[row].count) of \(panel.values[row].count))"
                add(PlacedText(note, font: .small, color: .faintInk, at: Point(x: right + 5, y: y(ofRow: row))))
            }
        }

        private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

        /// The same panel elsewhere.
        func moved(x: Double, y: Double) -> PanelLayout {
            var copy = self
            copy.plot.x += x
            copy.plot.y += y
            copy.bounds.x += x
            copy.bounds.y += y
            copy.texts = texts.map { $0.moved(x: x, y: y) }
            return copy
        }

        /// Grid and marks; the texts are left to the chart.
        func draw(on canvas: Canvas) {
            let grid = Canvas.Pen(color: .grid, width: 1)
            let isEmpty = values.joined().isEmpty
            for tick in xAxis.ticks where !isEmpty {
                let x = plot.x + xAxis.fraction(of: tick.value) * plot.width
                canvas.stroke([Point(x: x, y: plot.y), Point(x: x, y: plot.maxY)], grid)
            }
            for row in values.indices where !values[row].isEmpty {
                let y = y(ofRow: row)
                canvas.stroke([Point(x: plot.x, y: y), Point(x: plot.maxX, y: y)], grid)
            }
            canvas.stroke(plot, Canvas.Pen(color: .axis, width: 1))
            for row in values.indices where !values[row].isEmpty { drawMarks(of: row, on: canvas) }
        }

        private func drawMarks(of row: Int, on canvas: Canvas) {
            let places = values[row].compactMap { position(row: row, value: $0) }
            canvas.drawRange(from: places.map(\.x).min()!, to: places.map(\.x).max()!, y: places[0].y)
            for place in places { canvas.draw(.run, at: place) }
            if let mean = position(row: row, value: Self.mean(values[row])) { canvas.draw(.mean, at: mean) }
        }
    }
}
