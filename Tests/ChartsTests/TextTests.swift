import Foundation
import Testing

@testable import Charts

@Suite struct TextTests {
    @Test(arguments: oddNames)
    func fittedTextIsNoWiderThanAsked(name: String) {
        for width in [20.0, 60, 150] {
            let fitted = Font.text.fitted(name, width: width)
            #expect(Font.text.width(of: fitted) <= width)
            if Font.text.width(of: name) <= width {
                #expect(fitted == name)
            } else {
                #expect(fitted.hasSuffix("…") && name.hasPrefix(fitted.dropLast()))
                let more = name.prefix(fitted.count) + "…"
                #expect(Font.text.width(of: String(more)) > width, "one more letter would have fitted")
            }
        }
    }

    @Test func textIsShrunkOnlyAsFarAsNeeded() {
        let font = Font(size: 11, isBold: true)
        let width = font.width(of: "ankle-boot")
        #expect(font.shrunk(for: "ankle-boot", width: width, smallest: 8) == font)
        let smaller = font.shrunk(for: "ankle-boot", width: 0.9 * width, smallest: 8)
        #expect(smaller.isBold && smaller.size < font.size)
        #expect(((0.85 * width)...(0.9 * width)).contains(smaller.width(of: "ankle-boot")))
        #expect(font.shrunk(for: "ankle-boot", width: 0.1 * width, smallest: 8).size == 8)
    }

    /// What is drawn stays within the bounds, whatever the angle; and the bounds are not much too large.
    @Test(arguments: [0, -Double.pi / 2, -Double.pi / 4, 1], ["Àgjpqy|", "ankle-boot 93 %", "W"])
    func inkStaysWithinTheBounds(angle: Double, text: String) throws {
        for alignment in [PlacedText.Alignment.left, .center, .right] {
            let placed = PlacedText(text, font: .title, at: Point(x: 200, y: 200), alignment, angle: angle)
            let canvas = Canvas(width: 400, height: 400, scale: 2)
            canvas.write(placed)
            let ink = try #require(canvas.image.ink(scale: 2))
            #expect(placed.bounds.inset(by: -1).contains(ink))
            #expect(placed.bounds.width - ink.width < 20 && placed.bounds.height - ink.height < 20)
        }
    }

    @Test func centredTextStandsAroundItsAnchor() throws {
        let canvas = Canvas(width: 60, height: 60, scale: 4)
        canvas.write(PlacedText("H", font: Font(size: 20), at: Point(x: 30, y: 30), .center))
        let center = try #require(canvas.image.ink(scale: 4)).center
        #expect(abs(center.x - 30) < 0.5 && abs(center.y - 30) < 0.5)
    }

    @Test func percentagesNeverRoundAnErrorAway() {
        #expect(percent(0.934) == "93")
        #expect(percent(0.8634, decimals: 1) == "86.3")
        #expect(percent(1) == "100" && percent(0) == "0")
        #expect(percent(0.9999) == "99" && percent(0.0001) == "1")
        #expect(percent(0.99999, decimals: 1) == "99.9" && percent(1, decimals: 1) == "100.0")
        #expect(percent(.nan) == "–" && percent(0 / 0) == "–")
    }
}
