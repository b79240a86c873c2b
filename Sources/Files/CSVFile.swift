import Foundation

/// Writes a table as a CSV file (RFC 4180), whole or not at all.
///
/// A field that begins with `=`, `+`, `-` or `@` and is no number is disarmed by an apostrophe: a spreadsheet would compute
/// it.
///
/// - Parameter rows: the first one names the columns.
/// - Throws: ``FileError`` when the file cannot be written.
public func writeCSV(_ rows: [[String]], to path: String) throws {
    let text = rows.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    try writeAtomically(Array(text.utf8), to: path)
}

private func quoted(_ field: String) -> String {
    let isArmed = field.first.map("=+-@\t\r".contains) == true && Double(field) == nil
    let safe = isArmed ? "'" + field : field
    guard safe.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return safe }
    return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
}
