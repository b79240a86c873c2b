import Checks
import Images

/// Which classes a model takes for which: one row for each true class, one column for each predicted class.
///
/// The darker a cell, the greater its share of the row. The diagonal, where the model is right, is outlined. Right of
/// each row stands its recall (the share of the class that was found), below each column its precision (the share of
/// the predictions that were right), "–" where there is nothing to divide by. Beyond 25 classes the cells carry no
/// numbers, and where names would touch only every second, third, … is written.
public struct ConfusionMatrixChart: Chart {
    /// `counts[i][j]` examples of class `i` were taken for class `j`.
    public let counts: [[Int]]
    /// The names of the classes, in the order of the counts.
    public let classNames: [String]
    /// What stands before the accuracy.
    public let title: String
    /// Pixels for each unit of the layout.
    public let scale: Double

    /// A chart of the given counts.
    ///
    /// - Precondition: there are as many rows, and as many counts in each row, as class names; no count is negative.
    public init(counts: [[Int]], classNames: [String], title: String = "Confusion matrix", scale: Double = 2) {
        let columns = Set(counts.map(\.count)).sorted()
        require(
            counts.count == classNames.count && columns.allSatisfy { $0 == classNames.count },
            "\(classNames.count) classes need \(classNames.count) rows of as many counts, not \(counts.count) of \(columns)"
        )
        require(counts.allSatisfy { $0.allSatisfy { $0 >= 0 } }, "counts must not be negative")
        self.counts = counts
        self.classNames = classNames
        self.title = title
        self.scale = scale
    }

    /// Where everything stands, worked out anew at each call.
    public var layout: Layout { Layout(of: self) }

    /// The colour of a cell: the shade of its share of the row.
    public func color(row: Int, column: Int) -> Color {
        Self.color(counts[row][column], of: Self.sum(counts[row]))
    }

    /// The finished picture. Up to 1,000 classes and more it stays narrower than 2,000 pixels at scale 2.
    public func render() -> Image {
        let layout = layout
        let canvas = Canvas(width: layout.bounds.width, height: layout.bounds.height, scale: scale)
        drawCells(on: canvas, layout)
        if let key = layout.key { drawKey(on: canvas, key) }
        for text in layout.texts { canvas.write(text) }
        return canvas.image
    }

    private func drawCells(on canvas: Canvas, _ layout: Layout) {
        guard !classNames.isEmpty else { return }
        let line = layout.cellSide < 14 ? 0.5 : 1
        for (i, row) in counts.enumerated() {
            let total = Self.sum(row)
            for (j, count) in row.enumerated() where count > 0 {
                canvas.fill(layout.cell(row: i, column: j), Self.color(count, of: total))
            }
        }
        let matrix = layout.matrix
        if layout.cellSide >= 5 {
            for i in 1..<max(counts.count, 1) {
                let corner = layout.cell(row: i, column: i)
                let pen = Canvas.Pen(color: .grid, width: line)
                canvas.stroke([Point(x: matrix.x, y: corner.y), Point(x: matrix.maxX, y: corner.y)], pen)
                canvas.stroke([Point(x: corner.x, y: matrix.y), Point(x: corner.x, y: matrix.maxY)], pen)
            }
        }
        canvas.stroke(matrix, Canvas.Pen(color: .axis, width: 1))
        for i in counts.indices where layout.cellSide >= 3 {
            let cell = layout.cell(row: i, column: i)
            canvas.stroke(cell.inset(by: line * 0.75), Canvas.Pen(color: .ink, width: line * 1.5))
        }
    }

    private func drawKey(on canvas: Canvas, _ key: Rectangle) {
        let steps = 100
        for step in 0..<steps {
            // Each step reaches to the end, so that no seam shows between it and the next.
            let left = key.x + key.width * Double(step) / Double(steps)
            let rest = Rectangle(x: left, y: key.y, width: key.maxX - left, height: key.height)
            canvas.fill(rest, .shade(Double(step) / Double(steps - 1)))
        }
        canvas.stroke(key, Canvas.Pen(color: .axis, width: 1))
    }

    static func color(_ count: Int, of total: Double) -> Color {
        total == 0 ? .white : .shade(Double(count) / total)
    }

    /// A sum that cannot overflow.
    static func sum(_ counts: some Sequence<Int>) -> Double { counts.reduce(0) { $0 + Double($1) } }
}
