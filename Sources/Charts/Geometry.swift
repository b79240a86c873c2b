/// A place in a picture, or a point of a curve.
public struct Point: Sendable, Equatable {
    /// Rightwards.
    public var x: Double
    /// Downwards in a picture, upwards in a curve's own numbers.
    public var y: Double

    /// The point with these coordinates.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// A part of a picture, in units of the layout: `y` grows downwards, one unit is `scale` pixels.
public struct Rectangle: Sendable, Equatable {
    /// Left edge.
    public var x: Double
    /// Upper edge.
    public var y: Double
    /// From left to right.
    public var width: Double
    /// From top to bottom.
    public var height: Double

    /// The rectangle with this upper left corner and this size.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Right edge.
    public var maxX: Double { x + width }
    /// Lower edge.
    public var maxY: Double { y + height }
    /// The middle.
    public var center: Point { Point(x: x + width / 2, y: y + height / 2) }

    /// Whether `other` lies within this rectangle, edges included.
    public func contains(_ other: Rectangle) -> Bool {
        x <= other.x && y <= other.y && other.maxX <= maxX && other.maxY <= maxY
    }

    /// Whether the two share more than an edge.
    public func intersects(_ other: Rectangle) -> Bool {
        x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
    }

    /// This rectangle with `margin` taken off on every side (added where it is negative).
    func inset(by margin: Double) -> Rectangle {
        Rectangle(x: x + margin, y: y + margin, width: width - 2 * margin, height: height - 2 * margin)
    }

    /// The smallest rectangle around both.
    func union(_ other: Rectangle) -> Rectangle {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return Rectangle(x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
    }
}
