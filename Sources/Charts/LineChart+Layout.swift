extension LineChart {
    /// The places of panels and texts in a ``LineChart``.
    public struct Layout: Sendable {
        /// The whole picture.
        public private(set) var bounds: Rectangle
        /// One for each panel of the chart.
        public private(set) var panels: [PanelLayout]
        /// Everything that is written.
        public private(set) var texts: [PlacedText]

        static let margin = 14.0
        static let gap = 26.0

        init(of chart: LineChart) {
            let drafts = chart.panels.map(PanelLayout.init)
            var texts: [PlacedText] = []
            if drafts.isEmpty { texts.append(PlacedText("nothing to draw", at: Point(x: 0, y: 0))) }
            var (panels, left) = ([PanelLayout](), 0.0)
            for draft in drafts {
                let panel = draft.moved(x: left - draft.bounds.x, y: 0)
                panels.append(panel)
                texts += panel.texts
                left = panel.bounds.maxX + Layout.gap
            }
            let boxes = panels.map(\.bounds) + texts.map(\.bounds)
            let all = boxes.dropFirst().reduce(boxes[0]) { $0.union($1) }.inset(by: -Layout.margin)
            bounds = Rectangle(x: 0, y: 0, width: all.width, height: all.height)
            self.panels = panels.map { $0.moved(x: -all.x, y: -all.y) }
            self.texts = texts.map { $0.moved(x: -all.x, y: -all.y) }
        }
    }
}
