import Files
import Foundation
import Images

/// What is the matter with photographs, found before hours of training: files that cannot be read, and files that are
/// there twice.
public struct PhotographScan: Sendable {
    /// What is wrong with each file that cannot be decoded.
    public private(set) var unreadable: [FileError] = []
    /// Groups of files with the same contents, byte for byte.
    public private(set) var copies: [[String]] = []
    /// Those of the groups that are in more than one part: what is learned from one is known of the other.
    public private(set) var copiesAcrossParts: [[String]] = []
    /// Those of the groups that are in more than one class: one of the labels is wrong.
    public private(set) var copiesAcrossClasses: [[String]] = []

    /// The longer side of each readable photograph divided by the shorter one.
    public private(set) var aspectRatios: [Double] = []

    /// Reads and decodes every file.
    ///
    /// - Parameter onFile: is called after each file.
    public init(_ photographs: Photographs, onFile: () -> Void = {}) {
        var groups: [Contents: [Photographs.Photograph]] = [:]
        for file in photographs.files {
            defer { onFile() }
            do {
                let data = try readFile(file.path, expected: "a PNG or JPEG file")
                // An eighth of a JPEG file's size is enough to see whether all of it is there.
                let image = try Image(data, file: file.path, reading: ImageReading(shortSide: 1))
                let (long, short) = (max(image.width, image.height), min(image.width, image.height))
                aspectRatios.append(Double(long) / Double(short))
                groups[Contents(data), default: []].append(file)
            } catch let error as FileError {
                unreadable.append(error)
            } catch {
                unreadable.append(FileError(file.path, expected: "a photograph", found: "\(error)"))
            }
        }
        for group in groups.values.filter({ $0.count > 1 }).sorted(by: { $0[0].path < $1[0].path }) {
            let paths = group.map(\.path)
            copies.append(paths)
            if Set(group.map(\.part)).count > 1 { copiesAcrossParts.append(paths) }
            if Set(group.map(\.label)).count > 1 { copiesAcrossClasses.append(paths) }
        }
    }
}

/// What stands for a file's bytes: their number and two sums, FNV-1a of 64 bits each, from different beginnings. That two
/// of a million different photographs share all three is less likely than a disk error.
private struct Contents: Hashable {
    let count: Int
    let first, second: UInt64

    init(_ data: Data) {
        count = data.count
        var (a, b): (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4)
        for byte in data {
            a = (a ^ UInt64(byte)) &* 0x100_0000_01B3
            b = (b ^ UInt64(byte)) &* 0x1000_0000_01B3
        }
        (first, second) = (a, b)
    }
}
