import Files

/// An array of bytes in the IDX format, in which MNIST and Fashion-MNIST are published.
///
/// Layout: two zero bytes, the type (8: unsigned byte, the only one read here), the number of dimensions, each
/// dimension as four bytes with the highest first, then the values, last dimension fastest. The published files
/// are compressed; unpack them with gunzip first.
public struct IDXFile: Sendable {
    /// The sizes, outermost first: `[60000, 28, 28]` for the training images of MNIST.
    public let dimensions: [Int]
    /// The values, `dimensions` multiplied together.
    public let values: [UInt8]

    /// Reads the file at `path`.
    ///
    /// - Throws: `FileError` when there is no such file, it is compressed, it is no IDX file of bytes, or its length
    ///   is not the one that its header tells.
    public init(contentsOfFile path: String) throws {
        let expected = "an uncompressed IDX file of bytes"
        let data = try readFile(path, expected: expected)
        func refuse(_ found: String) -> FileError { FileError(path, expected: expected, found: found) }

        let start = [UInt8](data.prefix(4))
        guard start.count == 4 else { throw refuse("only \(data.count) bytes") }
        guard start[0...1] != [0x1F, 0x8B] else { throw refuse("a gzip file (unpack it with gunzip first)") }
        guard start[0...1] == [0, 0] else { throw refuse("a file that starts with bytes \(start[0]), \(start[1])") }
        guard start[2] == 8 else { throw refuse("values of type \(start[2]) instead of 8") }
        guard start[3] > 0 else { throw refuse("no dimensions") }

        let headerLength = 4 + 4 * Int(start[3])
        let header = [UInt8](data.prefix(headerLength))
        guard header.count == headerLength else { throw refuse("a file that ends inside its header") }
        dimensions = stride(from: 4, to: headerLength, by: 4).map { at in
            header[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
        }

        var size = 1
        for dimension in dimensions {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw refuse("the impossible dimensions \(dimensions)") }
            size = product
        }
        guard data.count - headerLength == size else {
            throw refuse("dimensions \(dimensions), \(size) values, but \(data.count - headerLength) bytes of them")
        }
        values = [UInt8](data.dropFirst(headerLength))
    }
}
