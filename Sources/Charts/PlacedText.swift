import Foundation

/// A piece of text with its place in a picture.
public struct PlacedText: Sendable, Equatable {
    /// What is written.
    public let text: String
    /// The box around the text, or around the turned text, with room for the tallest letters and for descenders.
    public private(set) var bounds: Rectangle

    let font: Font
    let color: Color
    /// Where the baseline begins.
    private(set) var start: Point
    /// Radians, clockwise.
    let angle: Double

    /// Which part of the text stands at its anchor.
    enum Alignment: Double {
        case left = 0
        case center = 0.5
        case right = 1
    }

    /// Text whose left end, middle or right end stands at `anchor`, half the height of a capital above and below it,
    /// turned around that point.
    init(
        _ text: String, font: Font = .text, color: Color = .ink, at anchor: Point, _ alignment: Alignment = .left,
        angle: Double = 0
    ) {
        self.text = text
        self.font = font
        self.color = color
        self.angle = angle
        let (ascent, descent, capital) = font.heights
        let width = font.width(of: text)
        let (left, baseline) = (-width * alignment.rawValue, capital / 2)
        func turned(_ x: Double, _ y: Double) -> Point {
            Point(x: anchor.x + x * cos(angle) - y * sin(angle), y: anchor.y + x * sin(angle) + y * cos(angle))
        }
        start = turned(left, baseline)
        let corners = [left, left + width].flatMap { x in
            [baseline - ascent, baseline + descent].map { turned(x, $0) }
        }
        let (xs, ys) = (corners.map(\.x), corners.map(\.y))
        bounds = Rectangle(
            x: xs.min()!, y: ys.min()!, width: xs.max()! - xs.min()!, height: ys.max()! - ys.min()!)
    }

    /// The same text elsewhere.
    func moved(x: Double, y: Double) -> PlacedText {
        var copy = self
        copy.start = Point(x: start.x + x, y: start.y + y)
        copy.bounds.x += x
        copy.bounds.y += y
        return copy
    }
}
