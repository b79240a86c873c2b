import Images
import Testing

@testable import Charts

@Suite struct PredictionGridTests {
    private func tiles(_ count: Int) -> [PredictionGrid.Tile] {
        (0..<count).map { i in
            .init(
                image: .colourful(28, 28), predicted: "coat", actual: i % 3 == 0 ? "pullover" : "coat",
                probability: 0.934)
        }
    }

    @Test func smallImagesKeepSharpPixelsOfOneSize() {
        let grid = PredictionGrid(tiles: tiles(5))
        let image = grid.render()
        for index in 0..<5 {
            let thumbnail = grid.layout.thumbnail(index)
            #expect(!thumbnail.isSmooth && thumbnail.frame.width == 112 && thumbnail.frame.height == 112)
            let (left, top) = (Int(thumbnail.frame.x * 2), Int(thumbnail.frame.y * 2))
            let source = grid.tiles[index].image
            let isExact = (0..<224).allSatisfy { y in
                (0..<224).allSatisfy { x in image.pixel(left + x, top + y) == source.pixel(x / 8, y / 8) }
            }
            #expect(isExact, "tile \(index)")
        }
    }

    @Test(arguments: [(32, 32, 224, 224), (100, 100, 200, 200), (20, 10, 220, 110), (3, 3, 222, 222)])
    func enlargingIsByWholeFactors(width: Int, height: Int, shownWidth: Int, shownHeight: Int) {
        let tile = PredictionGrid.Tile(image: .colourful(width, height), predicted: "a", actual: "a")
        let thumbnail = PredictionGrid(tiles: [tile]).layout.thumbnail(0)
        let frame = thumbnail.frame
        #expect(!thumbnail.isSmooth)
        #expect(frame.width * 2 == Double(shownWidth) && frame.height * 2 == Double(shownHeight))
    }

    @Test func largeImagesAreReducedSmoothlyAndUndistorted() {
        // Black and white pixels take turns: picking single ones would give black or white, averaging gives grey.
        let pixels = (0..<1120 * 560).flatMap { i -> [UInt8] in
            let isWhite = (i % 1120 + i / 1120) % 2 == 0
            return [UInt8](repeating: isWhite ? 255 : 0, count: 3)
        }
        let checks = Image(width: 1120, height: 560, pixels: pixels)
        let grid = PredictionGrid(tiles: [.init(image: checks, predicted: "a", actual: "a")])
        let thumbnail = grid.layout.thumbnail(0)
        let frame = thumbnail.frame
        #expect(thumbnail.isSmooth && abs(frame.width - 112) < 1e-9 && abs(frame.height - 56) < 1e-9)
        let image = grid.render()
        for dx in -20...20 {
            let color = image.color(at: Point(x: frame.center.x + Double(dx), y: frame.center.y))
            #expect((118...137).contains(color.red), "\(color)")
        }
    }

    @Test func anImageOfTheVeryShapeOfARibbonIsDrawn() {
        let ribbon = Image.plain(.vermillion, width: 40_000, height: 2)
        let grid = PredictionGrid(tiles: [.init(image: ribbon, predicted: "a", actual: "a")])
        let frame = grid.layout.thumbnail(0).frame
        #expect(grid.layout.frame(0).contains(frame) && frame.height == 0.5)
        #expect(grid.render().color(at: frame.center) == .vermillion)
    }

    @Test func rightAndWrongDifferInColourDashesAndGlyph() throws {
        let grid = PredictionGrid(tiles: tiles(2))
        let (layout, image) = (grid.layout, grid.render())
        func upperEdge(_ index: Int) -> [Color] {
            let frame = layout.frame(index)
            return stride(from: frame.x + 2, to: frame.maxX - 2, by: 0.5).map {
                image.color(at: Point(x: $0, y: frame.y + 1.5))
            }
        }
        #expect(!grid.tiles[0].isRight && grid.tiles[1].isRight)
        #expect(upperEdge(1).allSatisfy { $0 == .blue })
        let wrong = upperEdge(0)
        #expect(wrong.count { $0 == .vermillion } > wrong.count / 2)
        #expect(wrong.count { $0 == .white } > wrong.count / 5)
        // The upper left arm of a cross is white; a tick has none.
        let verdicts = layout.verdicts.suffix(2)
        for (isRight, center) in verdicts {
            #expect(image.color(at: Point(x: center.x - 1.5, y: center.y - 1.5)) == (isRight ? .blue : .white))
        }
        #expect(verdicts.map(\.isRight) == [false, true])
    }

    @Test func captionsNameThePredictionAndTheTruth() throws {
        let layout = PredictionGrid(tiles: tiles(2)).layout
        let captions = layout.texts.filter { layout.tile(0).contains($0.bounds) }.map(\.text)
        #expect(captions == ["coat 93 %", "true: pullover"])
        #expect(layout.texts.contains { $0.text == "1 right" } && layout.texts.contains { $0.text == "1 wrong" })
    }

    @Test func aProbabilityThatIsMissingOrNoNumberIsNotWritten() {
        for probability in [nil, Double.nan, .infinity] {
            let tile = PredictionGrid.Tile(
                image: .colourful(8, 8), predicted: "coat", actual: "bag", probability: probability)
            #expect(PredictionGrid(tiles: [tile]).layout.texts.contains { $0.text == "coat" })
        }
    }

    @Test(arguments: [(1, 1), (5, 5), (20, 5), (24, 6), (7, 3), (3, 100)])
    func tilesStandInRowsWithoutTouching(count: Int, columns: Int) throws {
        let grid = PredictionGrid(tiles: tiles(count), columns: columns)
        let (layout, image) = (grid.layout, grid.render())
        for i in 0..<count {
            #expect(layout.bounds.contains(layout.tile(i)))
            for j in 0..<i { #expect(!layout.tile(i).intersects(layout.tile(j))) }
            if i >= columns { #expect(layout.tile(i).x == layout.tile(i - columns).x) }
            if i % columns > 0 { #expect(layout.tile(i).y == layout.tile(i - 1).y) }
        }
        #expect(image.width == Int((layout.bounds.width * 2).rounded(.up)))
        #expect(image.height == Int((layout.bounds.height * 2).rounded(.up)))
        #expect(layout.bounds.inset(by: 5).contains(try #require(image.ink(scale: 2))))
    }

    @Test func longNamesStayWithinTheirTiles() {
        let tiles = oddNames.flatMap { name in
            [nil, 1].map {
                PredictionGrid.Tile(image: .colourful(8, 8), predicted: name, actual: name + "!", probability: $0)
            }
        }
        for chosen in [tiles] + tiles.map({ [$0] }) {
            let layout = PredictionGrid(tiles: chosen, title: oddNames[6]).layout
            #expect(overlaps(layout.texts) == [])
            for text in layout.texts { #expect(layout.bounds.contains(text.bounds)) }
            for index in chosen.indices {
                let tile = layout.tile(index)
                #expect(layout.texts.count { tile.contains($0.bounds) } == 2, "\(chosen[index].predicted)")
            }
            let probabilities = layout.texts.count { $0.text.hasSuffix(" 100 %") }
            #expect(probabilities == chosen.count { $0.probability != nil }, "the percentage is never cut")
        }
    }

    @Test func namesOfUsualLengthAreWrittenInFull() {
        let name = "Staffordshire Bull Terrier"
        let tile = PredictionGrid.Tile(image: .colourful(8, 8), predicted: name, actual: name, probability: 1)
        let texts = PredictionGrid(tiles: [tile]).layout.texts.map(\.text)
        #expect(texts.contains("\(name) 100 %") && texts.contains("true: \(name)"))
    }

    @Test func ofVeryManyTilesTheFirstAreShown() {
        let grid = PredictionGrid(tiles: tiles(1000), columns: 20, scale: 1)
        #expect(grid.layout.tileCount == 200)
        #expect(grid.layout.texts.contains { $0.text == "the first 200 of 1000" })
        #expect(grid.render().height < 2000)
        let column = PredictionGrid(tiles: tiles(1000), columns: 1)
        #expect(column.layout.tileCount == 40)
        #expect(column.render().height < 32_767)
    }

    @Test func withoutTilesItSaysSo() {
        let grid = PredictionGrid(tiles: [])
        #expect(grid.layout.texts.map(\.text) == ["Predictions", "no predictions to show"])
        #expect(grid.render().ink(scale: 2) != nil)
    }
}
