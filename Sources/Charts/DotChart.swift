import Checks
import Images

/// Settings compared by one or more measures, over several runs of each: a row for each setting, a panel for each
/// measure.
///
/// Every run is a small light dot. A dark bar marks the mean, a thin line reaches from the smallest value to the
/// largest, and the mean is written right of the row. Values that are not finite, not positive on a logarithmic axis,
/// or beyond ±1e100 are left out of all of these; the mean then says how many it is of: "83.1 (2 of 3)". A row without
/// any value says "no data".
public struct DotChart: Chart {
    /// One measure of every setting.
    public struct Panel: Sendable, Equatable {
        /// Written above the panel.
        public var title: String
        /// What the horizontal axis measures, with its unit: "accuracy (%)".
        public var xLabel: String
        /// For each row its values, one for each run, such as each seed.
        public var values: [[Double]]
        /// The spacing of the horizontal axis.
        public var xSpacing: AxisSpacing
        /// Decimals of the means. If nil, there are enough to tell a two-hundredth of the axis, or three digits on a
        /// logarithmic one.
        public var decimals: Int?

        /// A panel of values.
        public init(
            title: String, xLabel: String, values: [[Double]], xSpacing: AxisSpacing = .linear, decimals: Int? = nil
        ) {
            self.title = title
            self.xLabel = xLabel
            self.values = values
            self.xSpacing = xSpacing
            self.decimals = decimals
        }
    }

    /// The names of the settings, from top to bottom.
    public let rows: [String]
    /// From left to right.
    public let panels: [Panel]
    /// Pixels for each unit of the layout.
    public let scale: Double

    /// A chart of the given panels, which share the rows.
    ///
    /// - Precondition: each panel has as many arrays of values as there are rows; no number of decimals is negative.
    public init(rows: [String], panels: [Panel], scale: Double = 2) {
        for panel in panels {
            require(
                panel.values.count == rows.count,
                "\(rows.count) rows need \(rows.count) arrays of values; \"\(panel.title)\" has \(panel.values.count)")
            require((panel.decimals ?? 0) >= 0, "\"\(panel.title)\" cannot have \(panel.decimals ?? 0) decimals")
        }
        self.rows = rows
        self.panels = panels
        self.scale = scale
    }

    /// Where everything stands, worked out anew at each call.
    public var layout: Layout { Layout(of: self) }

    /// The finished picture.
    ///
    /// - Precondition: everything fits into 32,767 pixels; at scale 2 that is some 600 rows or 40 panels.
    public func render() -> Image {
        let layout = layout
        let canvas = Canvas(width: layout.bounds.width, height: layout.bounds.height, scale: scale)
        for panel in layout.panels { panel.draw(on: canvas) }
        for (sample, place) in layout.key { canvas.draw(sample, at: place) }
        for text in layout.texts { canvas.write(text) }
        return canvas.image
    }

    /// What a row is drawn with.
    enum Mark: CaseIterable {
        case run
        case mean
        case range

        var meaning: String {
            switch self {
            case .run: "one run"
            case .mean: "mean"
            case .range: "smallest to largest"
            }
        }

        /// How wide it is in the key; a range in a row is as wide as its values say.
        var width: Double {
            switch self {
            case .run: 6.4
            case .mean: 3
            case .range: 20
            }
        }
    }
}

extension Canvas {
    /// A mark around `center`. White rims set dots off from one another.
    func draw(_ mark: DotChart.Mark, at center: Point) {
        switch mark {
        case .run:
            fill(circleAround: center, radius: mark.width / 2 + 0.5, .white)
            fill(circleAround: center, radius: mark.width / 2, .skyBlue)
        case .mean:
            fill(Rectangle(x: center.x - mark.width / 2, y: center.y - 7.5, width: mark.width, height: 15), .blue)
        case .range: drawRange(from: center.x - mark.width / 2, to: center.x + mark.width / 2, y: center.y)
        }
    }

    /// The line from the smallest value to the largest.
    func drawRange(from low: Double, to high: Double, y: Double) {
        stroke([Point(x: low, y: y), Point(x: high, y: y)], Pen(color: .blue, width: 1.2))
    }
}
