import Foundation

/// Writes a table as a CSV file (RFC 4180), whole or not at all.
///
/// A field that begins with `=`, `+`, `-` or `@` and is no number is disarmed by an apostrophe: a spreadsheet would compute
/// it.
///
/// - Parameter rows: the first one names the columns.
/// - Throws: ``FileError`` when the file cannot be written.
public func writeCSV(_ rows: [[String]], to path: String) throws {
    try writeAtomically(csv(rows.map { $0.map(harmless) }), to: path)
}

/// The bytes of a CSV file that ``readCSV(_:)`` gives back as it was: nothing is disarmed.
package func csv(_ rows: [[String]]) -> Data {
    Data(rows.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined().utf8)
}

private func harmless(_ field: String) -> String {
    let isArmed = field.first.map("=+-@\t\r".contains) == true && Double(field) == nil
    return isArmed ? "'" + field : field
}

private func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return field }
    return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
}

/// Reads a CSV file (RFC 4180): fields between commas, those in quotes with commas and line breaks inside and `""` for a
/// quote. Lines may end as on Unix or Windows; empty ones are left out. A byte order mark is no part of the first field.
///
/// - Returns: the fields of each row with the number of the line where it begins, counted from 1.
/// - Throws: ``FileError`` when the file cannot be read or a quote is never closed.
public func readCSV(_ path: String) throws -> [(line: Int, fields: [String])] {
    let bytes = try readFile(path, expected: "a CSV file")
    var rows: [(line: Int, fields: [String])] = []
    var (fields, field, line, start) = ([String](), [UInt8](), 1, 1)
    var (isQuoted, wasQuoted) = (false, false)

    func endField() {
        fields.append(String(decoding: field, as: UTF8.self))
        (field, wasQuoted) = ([], false)
    }
    func endRow() {
        let isEmpty = fields.isEmpty && field.isEmpty && !wasQuoted
        endField()
        if !isEmpty { rows.append((start, fields)) }
        fields = []
    }

    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.startIndex + 3 : bytes.startIndex
    while position < bytes.endIndex {
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\"") where isQuoted:
            if position < bytes.endIndex, bytes[position] == byte {
                field.append(byte)
                position += 1
            } else {
                isQuoted = false
            }
        case UInt8(ascii: "\"") where field.isEmpty && !wasQuoted: (isQuoted, wasQuoted) = (true, true)
        case UInt8(ascii: ",") where !isQuoted: endField()
        case UInt8(ascii: "\n") where !isQuoted:
            if field.last == UInt8(ascii: "\r") { field.removeLast() }
            endRow()
            line += 1
            start = line
        case UInt8(ascii: "\n"):
            field.append(byte)
            line += 1
        default: field.append(byte)
        }
    }
    guard !isQuoted else {
        throw FileError(path, expected: "a CSV file", found: "a quote that is never closed, in line \(start)")
    }
    endRow()
    return rows
}
