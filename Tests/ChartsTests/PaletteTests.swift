import Testing

@testable import Charts

@Suite struct PaletteTests {
    @Test func shadesDarkenFromWhiteToNavy() {
        #expect(Color.shade(0) == .white && Color.shade(-1) == .white)
        #expect(Color.shade(1) == Color(0x08306B) && Color.shade(2) == Color(0x08306B))
        let luminances = stride(from: 0, through: 1, by: 0.01).map { Color.shade($0).luminance }
        #expect(zip(luminances, luminances.dropFirst()).allSatisfy { $0 > $1 })
        #expect(Color.shade(.nan) == Color.shade(1))
    }

    @Test func textOnEveryShadeHasTheContrastThatSmallTextNeeds() {
        for share in stride(from: 0, through: 1, by: 0.01) {
            let (shade, text) = (Color.shade(share).luminance, Color.shade(share).readableText.luminance)
            #expect((max(shade, text) + 0.05) / (min(shade, text) + 0.05) >= 4.5, "at \(share)")
        }
        #expect(Color.white.readableText == .black && Color.shade(1).readableText == .white)
    }

    @Test func greyTextHasContrastOnWhite() {
        for color in [Color.ink, .faintInk, .axis] { #expect(1.05 / (color.luminance + 0.05) >= 4.5) }
    }

    @Test func stylesOfSeriesDifferInMoreThanColour() {
        let styles = (0..<140).map(LineStyle.series)
        for (i, style) in styles.enumerated() { #expect(!styles[..<i].contains(style)) }
        for (one, next) in zip(styles, styles.dropFirst()) {
            #expect(one.color != next.color && one.dashes != next.dashes && one.mark != next.mark)
        }
    }
}
