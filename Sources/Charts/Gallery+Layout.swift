extension Gallery {
    /// The places of images and texts in a ``Gallery``.
    public struct Layout: Sendable {
        /// The whole picture.
        public private(set) var bounds: Rectangle
        /// For each row the places of its images.
        public private(set) var thumbnails: [[Thumbnail]] = []
        /// Everything that is written.
        public private(set) var texts: [PlacedText] = []

        private let scale: Double
        /// Where the tiles begin.
        private let left: Double
        /// Tiles are as wide as their captions need, within limits.
        private let tileWidth: Double

        private static let (margin, gap, side, captionHeight) = (16.0, 12.0, 112.0, 16.0)
        private static let (widestTile, longestName, smallestCaption) = (150.0, 190.0, 8.5)

        init(of gallery: Gallery) {
            scale = gallery.scale
            let tiles = gallery.rows.flatMap(\.tiles)
            let nameWidth = gallery.rows.map { Font.text.width(of: $0.name) }.max() ?? 0
            left = Self.margin + (nameWidth > 0 ? min(nameWidth.rounded(.up), Self.longestName) + Self.gap : 0)
            let captionWidth = tiles.map { Font.text.width(of: $0.caption) }.max() ?? 0
            tileWidth = min(max(captionWidth.rounded(.up), Self.side), Self.widestTile)
            let columns = Double(gallery.rows.map(\.tiles.count).max() ?? 0)
            let right = max(left + columns * (tileWidth + Self.gap) - Self.gap, Self.margin + 200)
            bounds = Rectangle(x: 0, y: 0, width: right + Self.margin, height: Self.margin + 30)

            let title = Font.title.fitted(gallery.title, width: right - Self.margin)
            texts.append(PlacedText(title, font: .title, at: Point(x: Self.margin, y: Self.margin + 8)))
            if tiles.isEmpty {
                let place = Point(x: Self.margin, y: Self.margin + 30)
                texts.append(PlacedText("no images to show", color: .faintInk, at: place))
                bounds.height += Self.gap
            }
            for row in gallery.rows { add(row) }
            bounds.height += Self.margin - Self.gap
        }

        /// A row below those that are there, as high as its highest image.
        private mutating func add(_ row: Row) {
            let top = bounds.height
            let height = row.tiles.map { thumbnail(of: $0, column: 0, y: 0).frame.height }.reduce(
                Font.text.lineHeight, max)
            let name = Font.text.fitted(row.name, width: Self.longestName)
            texts.append(PlacedText(name, at: Point(x: left - Self.gap, y: top + height / 2), .right))
            thumbnails.append(
                row.tiles.enumerated().map { thumbnail(of: $1, column: $0, y: top + height / 2) })
            for (column, tile) in row.tiles.enumerated() where !tile.caption.isEmpty {
                let font = Font.text.shrunk(for: tile.caption, width: tileWidth, smallest: Self.smallestCaption)
                let caption = font.fitted(tile.caption, width: tileWidth)
                let place = Point(x: x(ofColumn: column), y: top + height + 11)
                texts.append(PlacedText(caption, font: font, color: .faintInk, at: place, .center))
            }
            let hasCaptions = row.tiles.contains { !$0.caption.isEmpty }
            bounds.height = top + height + (hasCaptions ? Self.captionHeight : 0) + Self.gap
        }

        /// The middle of a column.
        private func x(ofColumn column: Int) -> Double {
            left + Double(column) * (tileWidth + Self.gap) + tileWidth / 2
        }

        /// The image of a tile around the height `y`.
        private func thumbnail(of tile: Tile, column: Int, y: Double) -> Thumbnail {
            let square = Rectangle(
                x: x(ofColumn: column) - Self.side / 2, y: y - Self.side / 2, width: Self.side, height: Self.side)
            return Thumbnail(of: tile.image, in: square, scale: scale)
        }
    }
}
