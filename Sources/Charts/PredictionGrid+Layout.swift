import Checks

extension PredictionGrid {
    /// The places of frames, images and texts in a ``PredictionGrid``.
    public struct Layout: Sendable {
        /// The whole picture.
        public private(set) var bounds: Rectangle
        /// Everything that is written.
        public private(set) var texts: [PlacedText] = []
        /// How many tiles are drawn: all of them, but at most 200 in at most 40 rows.
        public let tileCount: Int

        private(set) var verdicts: [(isRight: Bool, center: Point)] = []
        private var thumbnails: [Thumbnail] = []
        private let columns: Int
        /// Tiles are as wide as their captions need, within limits; frames are square.
        private let tileWidth: Double
        private let top: Double

        static let (frameWidth, verdictRadius) = (3.0, 6.0)
        private static let (mostTiles, mostRows, margin, gap) = (200, 40, 16.0, 14.0)
        private static let (smallestTile, largestTile, captionHeight) = (122.0, 180.0, 34.0)
        /// From the edge of the tile to the image: the frame stands clear of it, so that it hides nothing.
        private static let imageMargin = frameWidth + 2
        private static let (name, smallestName) = (Font(size: 11, isBold: true), 8.5)

        init(of grid: PredictionGrid) {
            columns = max(1, min(grid.columns, grid.tiles.count, Self.mostTiles))
            tileCount = min(grid.tiles.count, Self.mostTiles, columns * Self.mostRows)
            let rows = (tileCount + columns - 1) / columns
            top = Self.margin + 50
            let legend = Self.legend(of: grid.tiles, shown: tileCount)
            let needed = grid.tiles.prefix(tileCount).reduce(Self.smallestTile) { max($0, Self.width(of: $1)) }
            tileWidth = min(needed.rounded(.up), Self.largestTile)
            let gridWidth = Double(columns) * (tileWidth + Self.gap) - Self.gap
            let width = max(gridWidth, legend.width, 200)
            let height = Double(rows) * (tileWidth + Self.captionHeight + Self.gap) - Self.gap
            bounds = Rectangle(x: 0, y: 0, width: width + 2 * Self.margin, height: top + max(height, 0) + Self.margin)

            thumbnails = (0..<tileCount).map { index in
                Thumbnail(
                    of: grid.tiles[index].image, in: frame(index).inset(by: Self.imageMargin), scale: grid.scale)
            }
            let title = Font.title.fitted(grid.title, width: width)
            texts.append(PlacedText(title, font: .title, at: Point(x: Self.margin, y: Self.margin + 8)))
            addLegend(legend.items)
            for (index, tile) in grid.tiles.prefix(tileCount).enumerated() { addCaption(of: tile, index) }
        }

        /// The place of a tile's frame.
        public func frame(_ index: Int) -> Rectangle {
            require(index >= 0 && index < tileCount, "there is no tile \(index); the grid shows \(tileCount)")
            let (row, column) = (index / columns, index % columns)
            return Rectangle(
                x: Self.margin + Double(column) * (tileWidth + Self.gap),
                y: top + Double(row) * (tileWidth + Self.captionHeight + Self.gap),
                width: tileWidth, height: tileWidth)
        }

        /// The place of a tile: its frame and the caption below.
        public func tile(_ index: Int) -> Rectangle {
            var tile = frame(index)
            tile.height += Self.captionHeight
            return tile
        }

        /// The place of a tile's image within its frame.
        public func thumbnail(_ index: Int) -> Thumbnail {
            require(index >= 0 && index < tileCount, "there is no tile \(index); the grid shows \(tileCount)")
            return thumbnails[index]
        }

        /// The legend's entries from left to right, and how wide they are together.
        private static func legend(of tiles: [Tile], shown: Int) -> (
            items: [(verdict: Bool?, text: String)], width: Double
        ) {
            guard !tiles.isEmpty else { return ([(nil, "no predictions to show")], 0) }
            let right = tiles.prefix(shown).count { $0.isRight }
            var items: [(verdict: Bool?, text: String)] = [
                (true, "\(right) right"), (false, "\(shown - right) wrong"),
            ]
            if shown < tiles.count { items.append((nil, "the first \(shown) of \(tiles.count)")) }
            return (items, items.reduce(-legendGap) { $0 + width(of: $1) + legendGap })
        }

        private static let legendGap = 16.0
        private static let verdictSpace = 2 * verdictRadius + 5

        private static func width(of item: (verdict: Bool?, text: String)) -> Double {
            Font.text.width(of: item.text) + (item.verdict == nil ? 0 : verdictSpace)
        }

        private mutating func addLegend(_ items: [(verdict: Bool?, text: String)]) {
            var (x, y) = (Self.margin, Self.margin + 30)
            for item in items {
                let textX = item.verdict == nil ? x : x + Self.verdictSpace
                if let isRight = item.verdict { verdicts.append((isRight, Point(x: x + Self.verdictRadius, y: y))) }
                texts.append(PlacedText(item.text, color: .faintInk, at: Point(x: textX, y: y)))
                x += Self.width(of: item) + Self.legendGap
            }
        }

        private static func probability(of tile: Tile) -> String {
            tile.probability.map { $0.isFinite ? " \(percent($0)) %" : "" } ?? ""
        }

        private static func truth(of tile: Tile) -> String { "true: \(tile.actual)" }

        /// How wide a tile must be for its caption at full size.
        private static func width(of tile: Tile) -> Double {
            verdictSpace
                + max(name.width(of: tile.predicted + probability(of: tile)), Font.text.width(of: truth(of: tile)))
        }

        /// Verdict, prediction and probability; below them the true class.
        private mutating func addCaption(of tile: Tile, _ index: Int) {
            let frame = frame(index)
            let x = frame.x + Self.verdictSpace
            let width = tileWidth - Self.verdictSpace
            let probability = Self.probability(of: tile)
            verdicts.append((tile.isRight, Point(x: frame.x + Self.verdictRadius, y: frame.maxY + 12)))

            let font = Self.name.shrunk(for: tile.predicted + probability, width: width, smallest: Self.smallestName)
            let name = font.fitted(tile.predicted, width: width - font.width(of: probability))
            texts.append(PlacedText(name + probability, font: font, at: Point(x: x, y: frame.maxY + 12)))

            let truth = Self.truth(of: tile)
            let truthFont = Font.text.shrunk(for: truth, width: width, smallest: Self.smallestName)
            texts.append(
                PlacedText(
                    truthFont.fitted(truth, width: width), font: truthFont, color: .faintInk,
                    at: Point(x: x, y: frame.maxY + 27)))
        }
    }
}
