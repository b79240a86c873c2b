import Files
import Wording

/// A table of words and numbers, for the terminal and for a spreadsheet.
public struct LabTable: Sendable, Equatable {
    /// The names of the columns.
    public let columns: [String]
    /// A text for each column.
    public let rows: [[String]]

    /// A table; every row has as many texts as there are columns.
    public init(columns: [String], rows: [[String]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The columns beside each other, the first one at the left, all others at the right.
    public var text: String {
        let all = [columns] + rows
        let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            row.indices.map { column in
                let gap = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + gap : gap + row[column]
            }.joined(separator: "   ")
        }.joined(separator: "\n")
    }

    /// The same as Markdown has it.
    var markdown: String {
        let lines = [columns, columns.indices.map { $0 == 0 ? "---" : "---:" }] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
}
