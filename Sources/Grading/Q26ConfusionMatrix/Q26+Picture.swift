import TrainingCore

/// Counts, names for them, and the picture that they should give.
struct MatrixPicture {
    let counts: [[Int]]
    let classNames: [String]
    let found: Image

    private let chart: ConfusionMatrixChart
    private let expected: Image

    /// Has the learner draw random counts.
    init(
        _ grading: Grading, _ draw: (_ counts: [[Int]], _ classNames: [String], _ path: String) throws -> Void
    ) throws {
        var generator = grading.generator()
        let names = ["wasp", "ant", "moth", "bee", "fly", "gnat"].shuffled(using: &generator)
        let counts = [[Int]].random(grading)
        let classNames = Array(names.prefix(counts.count))
        found = try pictureWritten { try draw(counts, classNames, $0) }
        chart = ConfusionMatrixChart(counts: counts, classNames: classNames)
        expected = chart.render()
        (self.counts, self.classNames) = (counts, classNames)
    }

    /// Fails unless the picture has the size of the chart.
    func expectSize() throws {
        guard (found.width, found.height) != (expected.width, expected.height) else { return }
        let withoutAbsent = counts.withoutAbsentClasses.filter { $0.count == $0.first?.count }
        let isDropped = withoutAbsent.contains { smaller in
            let present = counts.indices.filter { index in counts[index].contains { $0 > 0 } }
            guard smaller.count < counts.count, smaller.count == present.count else { return false }
            let picture = ConfusionMatrixChart(counts: smaller, classNames: present.map { classNames[$0] }).render()
            return (found.width, found.height) == (picture.width, picture.height)
        }
        throw mistake(
            "a picture of \(expected.width)×\(expected.height) pixels", "\(found.width)×\(found.height)",
            isDropped ? Q26.absentDropped : nil)
    }

    /// Fails unless every cell, its number included, looks like the chart's.
    func expectCells() throws {
        for row in counts.indices {
            for column in counts.indices where !isSame(cell(row, column), as: expected) {
                let other = ConfusionMatrixChart(counts: counts.transposed, classNames: classNames).render()
                let isTransposed = counts.indices.allSatisfy { row in
                    counts.indices.allSatisfy { isSame(cell(row, $0), as: other) }
                }
                throw mistake(
                    "\(classNames[row]) taken for \(classNames[column]): \(counts[row][column]) in "
                        + color(of: expected, row, column), color(of: found, row, column),
                    isTransposed ? Q26.transposed : nil)
            }
        }
    }

    /// Fails unless the names beside the rows and above the columns look like the chart's.
    func expectNames() throws {
        let (matrix, bounds) = (chart.layout.matrix, chart.layout.bounds)
        let beside = Rectangle(x: 0, y: matrix.y, width: matrix.x, height: matrix.height)
        let top = chart.layout.texts.first { $0.text == "predicted class" }?.bounds.maxY ?? 0
        let above = Rectangle(x: matrix.x, y: top, width: bounds.width - matrix.x, height: matrix.y - top)
        for (what, place) in [("beside the rows", beside), ("above the columns", above)]
        where !isSame(place, as: expected) {
            throw mistake("\(what) the names \(classNames.joined(separator: ", "))", "something else")
        }
    }

    private func cell(_ row: Int, _ column: Int) -> Rectangle { chart.layout.cell(row: row, column: column) }

    private func isSame(_ place: Rectangle, as picture: Image) -> Bool {
        found.part(place, scale: chart.scale) == picture.part(place, scale: chart.scale)
    }

    /// The colour beside the number, as in HTML.
    private func color(of picture: Image, _ row: Int, _ column: Int) -> String {
        var place = cell(row, column)
        (place.x, place.y, place.width, place.height) = (place.x + 4, place.y + 4, 1 / chart.scale, 1 / chart.scale)
        let digits = picture.part(place, scale: chart.scale).pixels.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "colour #" + digits.joined()
    }

    private func mistake(_ expected: String, _ found: String, _ misconception: Misconception? = nil) -> Mistake {
        Mistake(
            expected: expected, found: found, misconception,
            pictures: PictureComparison(expected: self.expected, found: self.found))
    }
}
