import Images

/// A table of pictures: a row for each thing shown, such as a transform, and tiles side by side, such as its strengths.
///
/// The name of a row stands left of it, a caption below each tile. Small images are enlarged by whole factors with sharp
/// pixels, large ones are reduced smoothly; none is distorted. Names and captions that are too long are cut short with
/// "…".
public struct Gallery: Chart {
    /// One picture.
    public struct Tile: Sendable, Equatable {
        /// What is shown.
        public var image: Image
        /// Written below the image; may be empty.
        public var caption: String

        /// A tile.
        public init(image: Image, caption: String = "") {
            self.image = image
            self.caption = caption
        }
    }

    /// Pictures side by side.
    public struct Row: Sendable, Equatable {
        /// Written left of the pictures; may be empty.
        public var name: String
        /// From left to right.
        public var tiles: [Tile]

        /// A row of the given tiles.
        public init(name: String = "", tiles: [Tile]) {
            self.name = name
            self.tiles = tiles
        }
    }

    /// Written above the rows.
    public var title: String
    /// From top to bottom. They need not be of the same length.
    public var rows: [Row]
    /// Pixels for each unit of the layout.
    public var scale: Double

    /// A table of the given rows.
    public init(title: String, rows: [Row], scale: Double = 2) {
        self.title = title
        self.rows = rows
        self.scale = scale
    }

    /// Where everything stands, worked out anew at each call.
    public var layout: Layout { Layout(of: self) }

    /// The finished picture.
    ///
    /// - Precondition: everything fits into 32,767 pixels; at scale 2 that is more than a hundred rows, or as many tiles in
    ///   one.
    public func render() -> Image {
        let layout = layout
        let canvas = Canvas(width: layout.bounds.width, height: layout.bounds.height, scale: scale)
        for (row, thumbnails) in zip(rows, layout.thumbnails) {
            for (tile, thumbnail) in zip(row.tiles, thumbnails) {
                canvas.draw(tile.image, as: thumbnail)
                // Just outside of the image, so that it hides nothing.
                canvas.stroke(thumbnail.frame.inset(by: -0.25), Canvas.Pen(color: .axis, width: 0.5))
            }
        }
        for text in layout.texts { canvas.write(text) }
        return canvas.image
    }
}
