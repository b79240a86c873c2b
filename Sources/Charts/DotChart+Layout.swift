extension DotChart {
    /// The places of panels and texts in a ``DotChart``.
    public struct Layout: Sendable {
        /// The whole picture.
        public private(set) var bounds: Rectangle
        /// One for each panel of the chart.
        public private(set) var panels: [PanelLayout] = []
        /// Everything that is written.
        public private(set) var texts: [PlacedText] = []
        /// Samples that explain the marks, with their centres.
        private(set) var key: [(mark: Mark, center: Point)] = []

        private static let (margin, gap, longestName) = (14.0, 26.0, 190.0)

        /// Everything is placed around the first plot, whose upper left corner is the origin until the end.
        init(of chart: DotChart) {
            bounds = Rectangle(x: 0, y: 0, width: 0, height: 0)
            if chart.panels.isEmpty || chart.rows.isEmpty {
                texts.append(PlacedText("nothing to draw", at: Point(x: 0, y: 0)))
            } else {
                addPanels(chart)
                addKey()
            }
            moveIntoPlace()
        }

        private mutating func addPanels(_ chart: DotChart) {
            var left: Double?
            for panel in chart.panels {
                let draft = PanelLayout(of: panel)
                let placed = draft.moved(x: left.map { $0 - draft.bounds.x } ?? 0, y: 0)
                panels.append(placed)
                texts += placed.texts
                left = placed.bounds.maxX + Self.gap
            }
            for (row, name) in chart.rows.enumerated() {
                let place = Point(x: panels[0].plot.x - 8, y: panels[0].y(ofRow: row))
                texts.append(PlacedText(Font.text.fitted(name, width: Self.longestName), at: place, .right))
            }
        }

        /// What the marks mean, below the first panel.
        private mutating func addKey() {
            var (x, y) = (panels[0].plot.x, content.maxY + 16)
            for mark in Mark.allCases {
                key.append((mark, Point(x: x + mark.width / 2, y: y)))
                let text = PlacedText(
                    mark.meaning, font: .small, color: .faintInk, at: Point(x: x + mark.width + 5, y: y))
                texts.append(text)
                x = text.bounds.maxX + 16
            }
        }

        private var content: Rectangle {
            let boxes = panels.map(\.bounds) + texts.map(\.bounds)
            return boxes.dropFirst().reduce(boxes[0]) { $0.union($1) }
        }

        /// Brings the upper left corner of everything to the margin.
        private mutating func moveIntoPlace() {
            let around = content.inset(by: -Self.margin)
            bounds = Rectangle(x: 0, y: 0, width: around.width, height: around.height)
            panels = panels.map { $0.moved(x: -around.x, y: -around.y) }
            texts = texts.map { $0.moved(x: -around.x, y: -around.y) }
            key = key.map { ($0.mark, Point(x: $0.center.x - around.x, y: $0.center.y - around.y)) }
        }
    }
}
