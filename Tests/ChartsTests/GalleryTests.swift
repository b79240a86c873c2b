import Images
import Testing

@testable import Charts

@Suite struct GalleryTests {
    private func tile(_ width: Int, _ height: Int, _ caption: String = "0.5") -> Gallery.Tile {
        .init(image: .colourful(width, height), caption: caption)
    }

    @Test func smallImagesKeepSharpPixelsOfOneSize() {
        let gallery = Gallery(
            title: "Flips",
            rows: [.init(name: "flip", tiles: [tile(28, 28), tile(28, 28)]), .init(tiles: [tile(28, 28)])])
        let (layout, image) = (gallery.layout, gallery.render())
        for thumbnail in layout.thumbnails.joined() {
            #expect(!thumbnail.isSmooth && thumbnail.frame.width == 112 && thumbnail.frame.height == 112)
            let (left, top) = (Int(thumbnail.frame.x * 2), Int(thumbnail.frame.y * 2))
            let source = gallery.rows[0].tiles[0].image
            let isExact = (0..<224).allSatisfy { y in
                (0..<224).allSatisfy { x in image.pixel(left + x, top + y) == source.pixel(x / 8, y / 8) }
            }
            #expect(isExact)
        }
    }

    @Test func anImageOfTheModelsSizeIsShownPixelForPixel() {
        let gallery = Gallery(title: "Crop", rows: [.init(tiles: [tile(224, 224)])])
        let (frame, image) = (gallery.layout.thumbnails[0][0].frame, gallery.render())
        let (left, top) = (Int(frame.x * 2), Int(frame.y * 2))
        let source = gallery.rows[0].tiles[0].image
        #expect(frame.width == 112)
        #expect((0..<224).allSatisfy { image.pixel(left + $0, top + $0 / 2) == source.pixel($0, $0 / 2) })
    }

    @Test func largeImagesAreReducedUndistortedAndTheirRowIsNoHigher() throws {
        let gallery = Gallery(
            title: "Crops",
            rows: [
                .init(name: "wide", tiles: [tile(1120, 560), tile(560, 280)]),
                .init(name: "square", tiles: [tile(28, 28)]),
            ])
        let layout = gallery.layout
        for thumbnail in layout.thumbnails[0] {
            #expect(thumbnail.isSmooth && thumbnail.frame.width == 112 && thumbnail.frame.height == 56)
        }
        let caption = try #require(layout.texts.first { $0.text == "0.5" })
        #expect((0...10).contains(caption.bounds.y - layout.thumbnails[0][0].frame.maxY))
        let next = layout.thumbnails[1][0].frame
        #expect(next.y - caption.bounds.maxY < 20)
    }

    @Test func imagesStandInRowsAndColumnsWithTheirNamesAndCaptions() throws {
        let sizes = [[(28, 28), (64, 48), (500, 400)], [(30, 60), (8, 8)], [(224, 224), (32, 32), (3, 7), (40, 2)]]
        let rows = sizes.enumerated().map { row, sizes in
            Gallery.Row(
                name: "row \(row)", tiles: sizes.enumerated().map { tile($1.0, $1.1, "tile \(row) \($0)") })
        }
        let gallery = Gallery(title: "Sizes", rows: rows)
        let layout = gallery.layout
        let frames = layout.thumbnails.map { $0.map(\.frame) }
        #expect(frames.map(\.count) == [3, 2, 4])
        let all = Array(frames.joined())
        for (i, frame) in all.enumerated() {
            #expect(layout.bounds.inset(by: 5).contains(frame))
            for other in all[..<i] { #expect(!frame.intersects(other)) }
            #expect(!layout.texts.contains { $0.bounds.intersects(frame) })
        }
        for (row, frames) in frames.enumerated() {
            let name = try #require(layout.texts.first { $0.text == "row \(row)" })
            for (column, frame) in frames.enumerated() {
                let caption = try #require(layout.texts.first { $0.text == "tile \(row) \(column)" })
                #expect(abs(caption.bounds.center.x - frame.center.x) <= 0.5 && caption.bounds.y >= frame.maxY)
                #expect(abs(name.bounds.center.y - frame.center.y) < 3 && name.bounds.maxX < frame.x)
            }
        }
        let image = gallery.render()
        #expect(image.width == Int((layout.bounds.width * 2).rounded(.up)))
        #expect(image.height == Int((layout.bounds.height * 2).rounded(.up)))
        #expect(layout.bounds.inset(by: 5).contains(try #require(image.ink(scale: 2))))
    }

    @Test func longNamesAndCaptionsStayApart() {
        let rows = oddNames.map { name in Gallery.Row(name: name, tiles: oddNames.map { tile(8, 8, $0) }) }
        for rows in [rows] + rows.map({ [$0] }) {
            let layout = Gallery(title: oddNames[6], rows: rows).layout
            #expect(overlaps(layout.texts) == [])
            for text in layout.texts { #expect(layout.bounds.contains(text.bounds), "\(text.text)") }
        }
    }

    @Test func namesAndCaptionsMayBeMissing() {
        let layout = Gallery(
            title: "Plain", rows: [.init(tiles: [tile(28, 28, "")]), .init(tiles: [tile(28, 28, "")])]
        ).layout
        let (first, second) = (layout.thumbnails[0][0].frame, layout.thumbnails[1][0].frame)
        #expect(first.x == 16 && second.y - first.maxY == 12)
    }

    @Test(arguments: [1, 1.5, 3])
    func everyEdgeFallsBetweenPixels(scale: Double) {
        let gallery = Gallery(
            title: "Scales",
            rows: [.init(name: "odd", tiles: [tile(28, 28, "a caption of some length"), tile(30, 20)])],
            scale: scale)
        for frame in gallery.layout.thumbnails[0].map(\.frame) {
            for edge in [frame.x, frame.y, frame.maxX, frame.maxY] {
                #expect(abs(edge * scale - (edge * scale).rounded()) < 1e-9)
            }
        }
    }

    @Test func aWhiteImageHasAnOutlineOutsideOfIt() {
        let gallery = Gallery(
            title: "White", rows: [.init(tiles: [.init(image: .plain(.white, width: 28, height: 28))])])
        let (frame, image) = (gallery.layout.thumbnails[0][0].frame, gallery.render())
        #expect(image.color(at: Point(x: frame.x + 0.25, y: frame.center.y)) == .white)
        #expect(image.color(at: Point(x: frame.x - 0.25, y: frame.center.y)) == .axis)
    }

    @Test func withoutImagesItSaysSo() {
        for rows in [[], [Gallery.Row(name: "", tiles: [])]] {
            let gallery = Gallery(title: "Flips", rows: rows)
            #expect(gallery.layout.texts.map(\.text).filter { !$0.isEmpty } == ["Flips", "no images to show"])
            #expect(overlaps(gallery.layout.texts) == [])
            #expect(gallery.render().ink(scale: 2) != nil)
        }
    }
}
