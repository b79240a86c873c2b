import TrainingCore

/// A grid that the learner has drawn, beside the one that was expected.
struct DrawnGrid {
    let data: GridCase
    private let grid: PredictionGrid
    private let expected: Image
    private let found: Image

    /// Has the learner draw the batch of `data`.
    ///
    /// - Throws: ``Mistake`` if there is no picture of the right size.
    init(_ data: GridCase, _ draw: (_ path: String) throws -> Void) throws {
        self.data = data
        found = try pictureWritten(draw)
        grid = data.grid(data.captions)
        expected = grid.render()
        guard (found.width, found.height) == (expected.width, expected.height) else {
            throw mistake(
                "\(grid.tiles.count) tiles in \(expected.width)×\(expected.height) pixels",
                "a picture of \(found.width)×\(found.height)")
        }
    }

    /// Fails unless each tile shows its image.
    func expectImages() throws {
        let shown = grid.tiles.indices.map(image(at:))
        let right = grid.tiles.map(\.image)
        guard let wrong = shown.indices.first(where: { !shown[$0].looksLike(right[$0]) }) else { return }
        let isNeighbour = [-1, 1].contains { step in
            shown.indices.allSatisfy { place in
                !right.indices.contains(place + step) || shown[place].looksLike(right[place + step])
            }
        }
        let suspects = grid.tiles.indices.map { data.normalized($0).suspects }
        let misconception = suspects[0].indices.first { mistake in
            shown.indices.allSatisfy { shown[$0].looksLike(suspects[$0][mistake].picture, wrapping: true) }
        }
        let first = { (image: Image) in image.pixels[3..<6].map(String.init).joined(separator: ", ") }
        throw mistake(
            "tile \(wrong): its second pixel is \(first(right[wrong]))", first(shown[wrong]),
            isNeighbour ? Q27.offByOne : misconception.map { suspects[0][$0].misconception })
    }

    /// Fails unless each tile has its caption.
    func expectCaptions() throws {
        try expectParts("caption") { layout, place in
            let frame = layout.frame(place)
            return [Rectangle(x: frame.x + 15, y: frame.maxY + 2, width: frame.width - 15, height: 32)]
        }
    }

    /// Fails unless each tile has the frame and the sign of its verdict.
    func expectVerdicts() throws {
        try expectParts("frame and sign") { layout, place in
            let frame = layout.frame(place)
            return [
                Rectangle(x: frame.x, y: frame.y, width: frame.width, height: 4),
                Rectangle(x: frame.x, y: frame.maxY + 2, width: 14, height: 32),
            ]
        }
    }

    /// Compares places of every tile; if one differs, with those of the grids that known mistakes would give.
    private func expectParts(
        _ what: String, _ places: (_ layout: PredictionGrid.Layout, _ tile: Int) -> [Rectangle]
    ) throws {
        let layout = grid.layout
        func isSame(_ tile: Int, _ picture: Image) -> Bool {
            places(layout, tile).allSatisfy {
                found.part($0, scale: grid.scale) == picture.part($0, scale: grid.scale)
            }
        }
        guard let wrong = grid.tiles.indices.first(where: { !isSame($0, expected) }) else { return }
        let suspect = data.suspects.first { suspect in
            let picture = data.grid(zip(suspect.captions, data.captions).map { $0 ?? $1 }).render()
            return suspect.captions.indices.allSatisfy { suspect.captions[$0] == nil || isSame($0, picture) }
        }
        throw mistake(
            "tile \(wrong): the \(what) of \(words(data.captions[wrong]))",
            suspect?.captions[wrong].map(words) ?? "something else", suspect?.misconception)
    }

    private func words(_ caption: GridCase.Caption) -> String {
        let (predicted, actual) = (data.classNames[caption.predicted], data.classNames[caption.actual])
        return "\(predicted) \(Int(100 * caption.probability)) %, true: \(actual)"
    }

    /// The image that a tile shows: the middle of each of its enlarged pixels.
    private func image(at place: Int) -> Image {
        let frame = grid.layout.thumbnail(place).frame
        let (width, height) = (grid.tiles[place].image.width, grid.tiles[place].image.height)
        let pixels = (0..<width * height).flatMap { i -> ArraySlice<UInt8> in
            let x = Int((frame.x + frame.width * (Double(i % width) + 0.5) / Double(width)) * grid.scale)
            let y = Int((frame.y + frame.height * (Double(i / width) + 0.5) / Double(height)) * grid.scale)
            return found.pixels[3 * (y * found.width + x)..<3 * (y * found.width + x) + 3]
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    private func mistake(_ expected: String, _ found: String, _ misconception: Misconception? = nil) -> Mistake {
        Mistake(
            expected: expected, found: found, misconception,
            pictures: PictureComparison(expected: self.expected, found: self.found, tolerance: 1))
    }
}
