import Images

/// Curves of a training run, in panels side by side: loss on the left, accuracy on the right.
///
/// Points that are not finite, not positive on a logarithmic axis, or beyond ±1e100 are left out, and the curve is
/// interrupted there. A panel without any point to draw says so. Curves are named right of the plot, near their ends;
/// those of up to 20 points have a mark on each.
public struct LineChart: Chart {
    /// One curve.
    public struct Series: Sendable, Equatable {
        /// What the curve shows, such as "training".
        public var name: String
        /// The points in the order in which they are joined.
        public var points: [Point]
        /// How the curve looks; by default ``LineStyle/series(_:)`` of its place in the panel.
        public var style: LineStyle?

        /// A curve through `points`.
        public init(_ name: String, points: [Point], style: LineStyle? = nil) {
            self.name = name
            self.points = points
            self.style = style
        }

        /// A curve of one value for each epoch, the first being epoch 1.
        public init(_ name: String, perEpoch values: [Double], style: LineStyle? = nil) {
            let points = values.enumerated().map { Point(x: Double($0 + 1), y: $1) }
            self.init(name, points: points, style: style)
        }
    }

    /// A vertical line that marks a moment, such as "unfreeze".
    public struct Moment: Sendable, Equatable {
        /// Where on the horizontal axis.
        public var x: Double
        /// What happened, written above the line.
        public var label: String

        /// A line at `x` with `label` above it.
        public init(x: Double, label: String) {
            self.x = x
            self.label = label
        }
    }

    /// Curves that share their axes.
    public struct Panel: Sendable, Equatable {
        /// Written above the panel.
        public var title: String
        /// What the horizontal axis counts.
        public var xLabel: String
        /// What the vertical axis measures, with its unit: "accuracy (%)".
        public var yLabel: String
        /// The curves.
        public var series: [Series]
        /// Vertical lines.
        public var moments: [Moment]
        /// The spacing of the horizontal axis; logarithmic for learning rates.
        public var xSpacing: AxisSpacing
        /// The spacing of the vertical axis; logarithmic for values of several magnitudes, such as a schedule's rates.
        public var ySpacing: AxisSpacing

        /// A panel of curves.
        public init(
            title: String, xLabel: String = "epoch", yLabel: String, series: [Series], moments: [Moment] = [],
            xSpacing: AxisSpacing = .linear, ySpacing: AxisSpacing = .linear
        ) {
            self.title = title
            self.xLabel = xLabel
            self.yLabel = yLabel
            self.series = series
            self.moments = moments
            self.xSpacing = xSpacing
            self.ySpacing = ySpacing
        }
    }

    /// From left to right.
    public var panels: [Panel]
    /// Pixels for each unit of the layout.
    public var scale: Double

    /// A chart of the given panels.
    public init(panels: [Panel], scale: Double = 2) {
        self.panels = panels
        self.scale = scale
    }

    /// Where everything stands, worked out anew at each call.
    public var layout: Layout { Layout(of: self) }

    /// The finished picture.
    ///
    /// - Precondition: everything fits into 32,767 pixels; at scale 2 that is some thirty panels, or a thousand curves in one.
    public func render() -> Image {
        let layout = layout
        let canvas = Canvas(width: layout.bounds.width, height: layout.bounds.height, scale: scale)
        for panel in layout.panels { panel.draw(on: canvas) }
        for text in layout.texts { canvas.write(text) }
        return canvas.image
    }
}
