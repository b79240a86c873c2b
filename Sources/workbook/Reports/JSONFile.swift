import Foundation
import TrainingCore

/// Writes a value as JSON, keys in order, one a line.
///
/// - Throws: `FileError` when the file cannot be written.
func writeJSON(_ value: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try writeAtomically(encoder.encode(value), to: path)
}
