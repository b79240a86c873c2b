import Foundation

/// What tells one curve from another: colour, dashes and the shape of its marks, so that no reader depends on colour.
public struct LineStyle: Sendable, Equatable {
    /// Colour of line and marks.
    public let color: Color
    /// Lengths of dashes and gaps in turn; none for a solid line.
    public let dashes: [Double]
    /// Shape of the mark on each point.
    public let mark: Mark

    /// The shape of a mark.
    public enum Mark: Sendable, Equatable, CaseIterable {
        /// A disc.
        case circle
        /// Upright, sides parallel to the axes.
        case square
        /// Point upwards.
        case triangle
        /// A square on its corner.
        case diamond
        /// Point downwards.
        case wedge
    }

    /// A style of one's own.
    public init(color: Color, dashes: [Double] = [], mark: Mark = .circle) {
        self.color = color
        self.dashes = dashes
        self.mark = mark
    }

    /// The style of the series with this number, counted from 0: blue, solid, discs; vermillion, dashed, squares; …
    /// 140 differ from one another.
    public static func series(_ index: Int) -> LineStyle {
        let dashes: [[Double]] = [[], [6, 3], [2, 2.5], [8, 2.5, 2, 2.5]]
        return LineStyle(
            color: Color.series[index % Color.series.count], dashes: dashes[index % dashes.count],
            mark: Mark.allCases[index % Mark.allCases.count])
    }
}

extension Canvas {
    /// A mark of the given style around `center`.
    func draw(_ style: LineStyle, at center: Point, size: Double = 3.2) {
        func polygon(_ corners: [(Double, Double)]) {
            fill(corners.map { Point(x: center.x + $0.0 * size, y: center.y + $0.1 * size) }, style.color)
        }
        switch style.mark {
        case .circle: fill(circleAround: center, radius: size, style.color)
        case .square: polygon([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
        case .triangle: polygon([(0, -1.2), (1.15, 0.9), (-1.15, 0.9)])
        case .diamond: polygon([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)])
        case .wedge: polygon([(0, 1.2), (1.15, -0.9), (-1.15, -0.9)])
        }
    }
}
