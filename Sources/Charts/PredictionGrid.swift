import Checks
import Images

/// Images with what the model took them for and what they are.
///
/// A right prediction has a solid blue frame and a tick, a wrong one a dashed vermillion frame and a cross. Small
/// images are enlarged by whole factors with sharp pixels, large ones are reduced smoothly; none is distorted. Long
/// names make all tiles larger, up to a limit; still longer ones are written smaller and, if that is not enough, cut
/// short with "…". At most 200 tiles, in at most 40 rows, are drawn; the legend says when there are more.
public struct PredictionGrid: Chart {
    /// One image with its prediction.
    public struct Tile: Sendable, Equatable {
        /// The image as the model or a person sees it.
        public var image: Image
        /// The name of the class the model chose.
        public var predicted: String
        /// The name of the class the image belongs to.
        public var actual: String
        /// How sure the model was of its choice, 0 to 1. Not written if nil or not finite.
        public var probability: Double?

        /// A tile.
        public init(image: Image, predicted: String, actual: String, probability: Double? = nil) {
            self.image = image
            self.predicted = predicted
            self.actual = actual
            self.probability = probability
        }

        /// Whether the model chose the class the image belongs to.
        public var isRight: Bool { predicted == actual }
    }

    /// In reading order.
    public let tiles: [Tile]
    /// Written above the tiles.
    public let title: String
    /// Tiles in a row.
    public let columns: Int
    /// Pixels for each unit of the layout.
    public let scale: Double

    /// A grid of the given tiles.
    ///
    /// - Precondition: `columns` is positive.
    public init(tiles: [Tile], title: String = "Predictions", columns: Int = 5, scale: Double = 2) {
        require(columns > 0, "a grid needs at least one column, not \(columns)")
        self.tiles = tiles
        self.title = title
        self.columns = columns
        self.scale = scale
    }

    /// Where everything stands, worked out anew at each call.
    public var layout: Layout { Layout(of: self) }

    /// The finished picture.
    ///
    /// - Precondition: a row fits into 32,767 pixels; at scale 2 that is more than eighty columns.
    public func render() -> Image {
        let layout = layout
        let canvas = Canvas(width: layout.bounds.width, height: layout.bounds.height, scale: scale)
        for (index, tile) in tiles.prefix(layout.tileCount).enumerated() {
            canvas.draw(tile.image, as: layout.thumbnail(index))
            canvas.stroke(layout.frame(index).inset(by: Layout.frameWidth / 2), Self.pen(tile.isRight))
        }
        for verdict in layout.verdicts { canvas.drawVerdict(isRight: verdict.isRight, at: verdict.center) }
        for text in layout.texts { canvas.write(text) }
        return canvas.image
    }

    private static func pen(_ isRight: Bool) -> Canvas.Pen {
        Canvas.Pen(
            color: isRight ? .blue : .vermillion, width: Layout.frameWidth, dashes: isRight ? [] : [8, 5])
    }
}

extension Canvas {
    /// A white tick on a blue disc, or a white cross on a vermillion one.
    fileprivate func drawVerdict(isRight: Bool, at center: Point) {
        func place(_ x: Double, _ y: Double) -> Point { Point(x: center.x + x, y: center.y + y) }
        let pen = Pen(color: .white, width: 1.8)
        fill(circleAround: center, radius: PredictionGrid.Layout.verdictRadius, isRight ? .blue : .vermillion)
        if isRight {
            stroke([place(-3, 0.2), place(-0.9, 2.4), place(3, -2.2)], pen)
        } else {
            stroke([place(-2.3, -2.3), place(2.3, 2.3)], pen)
            stroke([place(2.3, -2.3), place(-2.3, 2.3)], pen)
        }
    }
}
