import Foundation

/// Writes a value as JSON, keys in order, one a line, whole or not at all.
///
/// - Throws: ``FileError`` when the file cannot be written.
public func writeJSON(_ value: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try writeAtomically(encoder.encode(value), to: path)
}
